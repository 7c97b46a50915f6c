import { handleLive } from "../../../server/live/stream";

export const dynamic = "force-dynamic";

export { handleLive as GET };
