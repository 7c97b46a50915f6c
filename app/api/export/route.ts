import { handleExport } from "../../../server/export/handle-export";

export const dynamic = "force-dynamic";

export { handleExport as GET };
