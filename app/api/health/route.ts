import { checkHealth } from "../../../server/health";

export const dynamic = "force-dynamic";

/** 200 when the database answers, 503 when it does not; never slower than two seconds. */
export async function GET(): Promise<Response> {
  const health = await checkHealth(process.env.GENBA_VERSION ?? "development");
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
