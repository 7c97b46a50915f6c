/** The share sheet's form: kept first, then the form of a new ticket opens and takes it. */
import { readAccount } from "../client/device";
import { createBrowserPlatform } from "../client/platform";
import { keepShare } from "../client/shared/receive";
import { troubleOf } from "../client/storage-trouble";

/** 303: a reload of what opens must not share again. */
export async function receive(request: Request): Promise<Response> {
  const kept = await keep(request).catch((error: unknown) =>
    troubleOf(error) === "full" ? "full" : "failed",
  );
  return Response.redirect(kept === "nothing" ? "/new" : `/new?shared=${kept}`, 303);
}

async function keep(request: Request): Promise<string> {
  const account = await readAccount().catch(() => null);
  return keepShare(await request.formData(), account?.id ?? null, createBrowserPlatform());
}
