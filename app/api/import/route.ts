import { handleImport } from "../../../server/import/handle-import";

export const dynamic = "force-dynamic";

export { handleImport as POST };
