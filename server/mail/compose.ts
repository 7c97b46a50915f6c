/** A letter as bytes (RFC 5322). */
import MailComposer from "nodemailer/lib/mail-composer";
import { headerText, type Letter, letterHtml, letterText, subjectOf } from "./letter";
import type { MailAddress } from "./mail-settings";
import type { RawMail } from "./post";

export interface Envelope {
  /**
   * The same each time the same is sent: a mail reader shows a repeat, such as after a killed process, once. Of uuids
   * and words only.
   */
  readonly id: string;
  readonly from: MailAddress;
  readonly to: MailAddress;
  /** What mails about one ticket have in common, so that they are one conversation; null: a mail about several. */
  readonly thread: string | null;
  /** Epoch ms. */
  readonly at: number;
}

export async function composeMail(letter: Letter, envelope: Envelope): Promise<RawMail> {
  const { id, from, to, thread, at } = envelope;
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
  const conversation = thread === null ? {} : conversationOf(`<${thread}@${domain}>`);
  const message = new MailComposer({
    from: { name: headerText(from.name), address: from.address },
    to: { name: headerText(to.name), address: to.address },
    subject: subjectOf(letter),
    messageId: `<${id}@${domain}>`,
    ...conversation,
    date: new Date(at),
    headers: {
      // No answering machine is to answer it (RFC 3834); the second is what Exchange listens to.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    },
    text: letterText(letter),
    html: letterHtml(letter),
    newline: "win",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { id, from: from.address, to: to.address, raw: await message.compile().build() };
}

/** The first of them is nobody's mail, which readers do not mind: they join what refers to the same. */
function conversationOf(first: string): { readonly inReplyTo: string; readonly references: string } {
  return { inReplyTo: first, references: first };
}
