/**
 * `npm run rotate-vapid`: a new pair of keys for push, when the old one may be known to somebody or by a rule of the
 * house. No device is lost: those of the old pair are served with it until they subscribe anew, at their next start.
 */
import { rotateVapid } from "../server/keys";
import { readSettings } from "../server/settings";
import { runCommand } from "./failure";

await runCommand(async () => {
  const { previous } = rotateVapid(readSettings().dataFolder);
  console.log(
    `A new key pair is there, ${previous.length} of before ${previous.length === 1 ? "is" : "are"} kept. Restart the desk: devices move to it at their next start.`,
  );
});
