import { handleEvents } from "../../../server/events/handle-events";

export const dynamic = "force-dynamic";

export { handleEvents as POST };
