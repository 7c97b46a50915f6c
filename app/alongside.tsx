/** What stands beside every screen and has no place of its own on it. */
import { AttachmentLane } from "./attachments/attachment-lane";
import { Keyboard } from "./desk/keyboard";

export function Alongside() {
  return (
    <>
      <AttachmentLane />
      <Keyboard />
    </>
  );
}
