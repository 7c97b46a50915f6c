import { handleFeed } from "../../../../server/calendar/handle-feed";

export const dynamic = "force-dynamic";

export { handleFeed as GET };
