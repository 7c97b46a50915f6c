/**
 * The daily digest: a mail a day for those who want one, at the time on their own clocks. A row of notify_setting says
 * when the next is due. Any number of processes may look: one claims it by a lease, and the day that is done with
 * (`digest_day`) is not done again, whatever became of the process or the setting. What is late by hours is left out.
 */
import { scopesOf } from "../../core/access";
import type { EpochMs } from "../../core/ids";
import { type DigestTime, dayIn, digestLateMaxMs, nextDigest } from "../../core/notify/digest-time";
import type { Database } from "../db";
import type { Listener } from "../push/relevance";
import { ask, readSql, run } from "../sql";
import { composeMail } from "./compose";
import { type DigestContent, digestLetter, hasNothing } from "./digest-letter";
import type { MailSettings } from "./mail-settings";
import type { Post, PostAnswer } from "./post";
import { mailBackOffMs } from "./rest";

export interface DigestOptions {
  readonly post: Post;
  readonly settings: Pick<MailSettings, "from" | "origin">;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Epoch ms. */
  readonly now: () => EpochMs;
  readonly log: (line: string) => void;
}

interface Claimed {
  readonly dueAt: EpochMs;
  readonly attempt: number;
  readonly time: DigestTime;
  readonly doneDay: string | null;
  readonly person: Listener & { readonly name: string; readonly email: string };
  readonly locale: string | null;
}

const claimSql = readSql("mail/sql/claim-digests.sql");
const endSql = readSql("mail/sql/end-digest.sql");
const postponeSql = readSql("mail/sql/postpone-digest.sql");
const digestSql = readSql("mail/sql/digest.sql");

/** One is sent long before its lease ends. */
const claimMax = 1;
const listMax = 20;
/** As in mail-courier.ts. */
const leaseMs = 120_000;

/** Sends what is due until nothing is, or no mail is taken. Answers how many were sent. */
export async function sendDigests(database: Database, options: DigestOptions): Promise<number> {
  let sent = 0;
  for (;;) {
    // Anew for each: a round may last longer than a lease.
    const now = options.now();
    const claimed = (await ask<readonly Claimed[]>(database, claimSql, claimMax, now, leaseMs)) ?? [];
    if (claimed.length === 0) return sent;
    for (const digest of claimed) {
      const became = await sendOne(database, digest, now, options);
      if (became === "sent") sent += 1;
      // The others of this claim come back with the end of their lease.
      if (became === "away") return sent;
    }
  }
}

type Became = "sent" | "done" | "later" | "away";

async function sendOne(
  database: Database,
  digest: Claimed,
  now: EpochMs,
  options: DigestOptions,
): Promise<Became> {
  const { dueAt, time, doneDay, person } = digest;
  const day = dayIn(time.zone, dueAt);
  const end = (done: string | null) => run(database, endSql, person.id, dueAt, nextDigest(now, time), done);
  if (!person.active || doneDay === day || now - dueAt > digestLateMaxMs) {
    await end(null);
    return "done";
  }
  const content = await ask<DigestContent>(
    database,
    digestSql,
    person.id,
    person.role,
    scopesOf(person),
    listMax,
  );
  if (content === null || hasNothing(content)) {
    await end(day);
    return "done";
  }
  const answer = await post(digest, day, content, now, options);
  switch (answer.kind) {
    case "taken":
      await end(day);
      return "sent";
    case "refused":
      options.log(`digest: refused for one person (${answer.error})`);
      await end(day);
      return "done";
    case "later":
    case "away": {
      const restsUntil = now + mailBackOffMs(digest.attempt, options.random());
      await run(database, postponeSql, person.id, dueAt, restsUntil);
      return answer.kind;
    }
  }
}

async function post(
  { person, locale }: Claimed,
  day: string,
  content: DigestContent,
  now: EpochMs,
  { settings, post: send }: DigestOptions,
): Promise<PostAnswer> {
  const { from, origin } = settings;
  const letter = digestLetter(content, { locale: locale === "en" ? "en" : "zh-TW", day, origin });
  try {
    const raw = await composeMail(letter, {
      // One a day, however often it is sent.
      id: `digest.${person.id}.${day}`,
      from,
      to: { name: person.name, address: person.email },
      thread: null,
      at: now,
    });
    return await send(raw);
  } catch (error) {
    // What cannot be put into a message will not be another time: the day is done with, and in nobody's way.
    return { kind: "refused", error: error instanceof Error ? error.name : "unknown" };
  }
}
