import { handleAttachment } from "../../../../server/attachments/handle-attachment";

export const dynamic = "force-dynamic";

export { handleAttachment as GET };
