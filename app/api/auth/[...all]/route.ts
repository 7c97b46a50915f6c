import { handleAuth } from "../../../../server/auth/handle";

export const dynamic = "force-dynamic";

export { handleAuth as GET, handleAuth as POST };
