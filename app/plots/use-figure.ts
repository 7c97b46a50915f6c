/** One figure from the server; without a network the last answer to the same question, kept while the app is open. */
import { useEffect, useState } from "react";
import type { PlotFilter, Plots } from "../../client/plots";
import type { FigureAnswer, FigureName } from "../../core/plots/figures";
import { useSyncState } from "../replica/genba-context";

export interface ReadFigure {
  /** Null until it was read once. */
  readonly answer: FigureAnswer | null;
  readonly phase: "reading" | "ready" | "away";
  readonly again: () => void;
}

/** Answers of one account; `plots` is another for another. As many as a person looks at in a day. */
const answers = new WeakMap<Plots, Map<string, FigureAnswer>>();
const answersMax = 200;

export function useFigure(plots: Plots, figure: FigureName, filter: PlotFilter): ReadFigure {
  const key = JSON.stringify([figure, filter]);
  const kept = answers.get(plots)?.get(key) ?? null;
  const [read, setRead] = useState<{ key: string; phase: ReadFigure["phase"] }>({ key, phase: "reading" });
  const [round, setRound] = useState(0);
  const { tag } = useSyncState();
  const isAway = tag === "waiting" || tag === "offline" || tag === "paused";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked; a round asks again
  useEffect(() => {
    if (isAway) return setRead({ key, phase: "away" });
    let current = true;
    setRead({ key, phase: "reading" });
    plots.read(figure, filter).then(
      (answer) => {
        keep(plots, key, answer);
        if (current) setRead({ key, phase: "ready" });
      },
      () => {
        if (current) setRead({ key, phase: "away" });
      },
    );
    return () => {
      current = false;
    };
  }, [plots, key, isAway, round]);
  const phase = read.key === key ? read.phase : "reading";
  return { answer: kept, phase, again: () => setRound((last) => last + 1) };
}

function keep(plots: Plots, key: string, answer: FigureAnswer): void {
  const known = answers.get(plots) ?? new Map<string, FigureAnswer>();
  answers.set(plots, known);
  known.set(key, answer);
  for (const oldest of known.keys()) {
    if (known.size <= answersMax) return;
    known.delete(oldest);
  }
}
