/** Mail: notices that nobody opened, and the daily digests, over SMTP or into a folder. */
import type { Database } from "../server/db";
import { sendDigests } from "../server/mail/digest";
import { createFolderPost } from "../server/mail/folder";
import { createMailCourier, type MailTally } from "../server/mail/mail-courier";
import type { MailSettings } from "../server/mail/mail-settings";
import { createOutlet } from "../server/mail/outlet";
import { createSmtpPost, type SmtpTimeouts } from "../server/mail/smtp";
import { startLoop } from "./loop";

export interface MailOptions {
  readonly database: Database;
  readonly settings: MailSettings;
  readonly log: (line: string) => void;
  /** Another interval than the usual between looks at what is due. */
  readonly everyMs?: number;
  readonly timeouts?: SmtpTimeouts;
}

export interface Mail {
  takeTally(): MailTally;
  stop(): Promise<void>;
}

/** Nothing that goes by mail is in a hurry, and what becomes due in the meantime shares one. */
const noticesEveryMs = 5_000;
const digestsEveryMs = 20_000;

export function startMail({ database, settings, log, everyMs, timeouts }: MailOptions): Mail {
  const { smtp, folder } = settings;
  const clock = { now: Date.now, random: Math.random };
  const post = smtp === null ? createFolderPost(folder, Date.now) : createSmtpPost(smtp, timeouts);
  const outlet = createOutlet(post, { log, ...clock });
  const courier = createMailCourier(database, { outlet, settings, ...clock });
  let stopped = false;
  const notices = startLoop({
    name: "mail",
    everyMs: everyMs ?? noticesEveryMs,
    log,
    work: () => courier.carryDue(() => stopped),
  });
  const digests = startLoop({
    name: "digest",
    everyMs: everyMs ?? digestsEveryMs,
    log,
    work: async () => {
      if (Date.now() < outlet.restsUntil()) return;
      const options = { post: outlet.post, settings, log, ...clock };
      const count = await sendDigests(database, options);
      if (count > 0) log(`digest: ${count} sent`);
    },
  });
  return {
    takeTally: courier.takeTally,
    async stop() {
      stopped = true;
      await Promise.all([notices.stop(), digests.stop()]);
    },
  };
}
