import { handleAlertmanager } from "../../../../server/events/handle-events";

export const dynamic = "force-dynamic";

export { handleAlertmanager as POST };
