/** Sends the probes of push health (probes.ts), as the courier sends the outbox. */
import { probeText } from "../../core/messages/probe-texts";
import type { ProbeKind, ProbePayload } from "../../core/push/probe-payload";
import type { Database } from "../db";
import { attemptsMax, backOffMs } from "../outbox/back-off";
import { type Carrier, describeError, startCarrier } from "../outbox/carrier";
import { defaultLeaseMs, type Verdict } from "../outbox/courier";
import { forgetDevice } from "../outbox/outbox";
import type { Envelope, PostMessage } from "./post-message";
import { claimProbes, endProbe, type Probe } from "./probes";
import { judge } from "./send";

export interface ProbeCarrierOptions {
  readonly post: PostMessage;
  readonly log: (line: string) => void;
  readonly now: () => number;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly pollMs?: number;
}

const slots = 8;
const defaultPollMs = 3_000;
/** Somebody looks at the page and waits for it; a few seconds of trying say enough. */
const testAttemptsMax = 3;
const daySeconds = 86_400;

const envelopes: Readonly<Record<ProbeKind, Envelope>> = {
  activate: { ttlSeconds: daySeconds, urgency: "high", topic: "activate" },
  test: { ttlSeconds: 600, urgency: "high", topic: "test" },
  silence: { ttlSeconds: 4 * daySeconds, urgency: "normal", topic: "silence" },
};

export function startProbeCarrier(database: Database, options: ProbeCarrierOptions): Carrier {
  const { log, pollMs = defaultPollMs } = options;
  return startCarrier({
    name: "probes",
    log,
    slots,
    pollMs,
    async takeDue(free) {
      if (free === 0) return { carried: [], more: false };
      const claimed = await claimProbes(database, free, defaultLeaseMs);
      return { carried: claimed.map((probe) => carry(database, probe, options)), more: claimed.length > 0 };
    },
  });
}

async function carry(
  database: Database,
  probe: Probe,
  { post, now, random }: ProbeCarrierOptions,
): Promise<void> {
  const verdict = await post(
    probe.subscription,
    JSON.stringify(payloadOf(probe)),
    envelopes[probe.kind],
  ).then(
    (answer) => judge(answer, now()),
    (error: unknown): Verdict => ({ kind: "later", error: describeError(error), afterMs: null }),
  );
  switch (verdict.kind) {
    case "sent":
    case "obsolete":
      return endProbe(database, probe, { state: "accepted" });
    case "gone":
      return forgetDevice(database, probe.subscription);
    case "refused":
      return endProbe(database, probe, { state: "dead", error: verdict.error });
    case "later": {
      const { error } = verdict;
      const isLast = probe.attempt >= (probe.kind === "test" ? testAttemptsMax : attemptsMax);
      if (isLast) return endProbe(database, probe, { state: "dead", error });
      const delayMs = Math.max(verdict.afterMs ?? 0, backOffMs(probe.attempt, random()));
      return endProbe(database, probe, { state: "pending", error, delayMs });
    }
  }
}

function payloadOf({ kind, token, accountId, subscription }: Probe): ProbePayload {
  const locale = subscription.locale === "en" ? "en" : "zh-TW";
  return { v: 1, probe: kind, token, accountId, ...probeText(locale, kind) };
}
