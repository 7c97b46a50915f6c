import { Shell } from "./shell";

/** One page for every address (core/routes.ts): it is precached, and the router in it runs on the phone. */
export const dynamic = "force-static";

export default function Page() {
  return <Shell />;
}
