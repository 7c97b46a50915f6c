/** 測試通知: a message to one device, and how far it came, hop by hop. */
import { useCallback, useEffect, useRef, useState } from "react";
import { readProbe, testDevice } from "../../client/push-health";
import { TransportError } from "../../client/transport";
import type { ProbeHops } from "../../core/push/health";
import { useTexts } from "../locale/locale";
import { useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { hopLines, type ProbeVerdict, patienceMs, probeVerdict } from "./hops-view";
import css from "./push.module.css";
import { type PushTexts, pushTexts } from "./push-texts";

interface Test {
  readonly hops: ProbeHops | null;
  readonly verdict: ProbeVerdict | null;
  /** Why it could not be begun. */
  readonly refused: "tooSoon" | "notDone" | null;
  readonly begin: () => void;
}

const lookEveryMs = 500;
/** One that was late is still seen. */
const lookLongestMs = 3 * patienceMs;

function useTest(deviceId: string): Test {
  const { account } = useSession();
  const [hops, setHops] = useState<ProbeHops | null>(null);
  const [verdict, setVerdict] = useState<ProbeVerdict | null>(null);
  const [refused, setRefused] = useState<Test["refused"]>(null);
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );
  const begin = useCallback(async () => {
    run.current += 1;
    const own = run.current;
    const isOver = () => run.current !== own;
    setHops(null);
    setRefused(null);
    setVerdict("running");
    const begun = performance.now();
    let probeId: string;
    try {
      probeId = await testDevice(account.id, deviceId);
    } catch (error) {
      if (isOver()) return;
      const isBusy = error instanceof TransportError && error.failure.kind === "busy";
      setRefused(isBusy ? "tooSoon" : "notDone");
      setVerdict(null);
      return;
    }
    while (!isOver() && performance.now() - begun < lookLongestMs) {
      const answer = await readProbe(account.id, probeId).catch(() => "unknown" as const);
      if (isOver()) return;
      const sinceMs = performance.now() - begun;
      if (answer === null) return setVerdict("gone");
      if (answer !== "unknown") {
        setHops(answer);
        const next = probeVerdict(answer, sinceMs);
        setVerdict(next);
        if (next === "shown" || answer.state === "dead") return;
      } else if (sinceMs > patienceMs) setVerdict("unknown");
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }, [account.id, deviceId]);
  return { hops, verdict, refused, begin: () => void begin() };
}

export function PushTest({ deviceId }: { deviceId: string }) {
  const { locale } = useTexts();
  const texts = pushTexts[locale];
  const { hops, verdict, refused, begin } = useTest(deviceId);
  const isRunning = verdict === "running";
  return (
    <div className={css.test}>
      <Button wide disabled={isRunning} onClick={begin}>
        <Icon name="send" size={20} />
        {isRunning ? texts.testing : texts.test}
      </Button>
      {refused === null ? null : <p role="alert">{texts[refused]}</p>}
      {hops === null ? null : <Hops hops={hops} texts={texts} />}
      {verdict === null || (hops === null && isRunning) ? null : (
        <p role="status" className={verdict === "shown" ? css.good : isRunning ? css.quiet : css.bad}>
          {texts.verdict[verdict]}
          {verdict !== "shown" && hops?.error ? ` ${texts.said(hops.error)}` : null}
        </p>
      )}
    </div>
  );
}

function Hops({ hops, texts }: { hops: ProbeHops; texts: PushTexts }) {
  return (
    <ol className={css.hops}>
      {hopLines(hops).map(({ name, afterMs }) => (
        <li key={name} data-reached={afterMs !== null || undefined}>
          <span className={css.mark} aria-hidden="true" />
          <span>{texts.hop[name]}</span>
          <span className={css.time}>{afterMs === null ? "–" : `${(afterMs / 1_000).toFixed(2)} s`}</span>
        </li>
      ))}
    </ol>
  );
}
