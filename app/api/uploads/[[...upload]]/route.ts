import { handleUpload } from "../../../../server/attachments/handle-upload";

export const dynamic = "force-dynamic";

export { handleUpload as HEAD, handleUpload as PATCH, handleUpload as POST };
