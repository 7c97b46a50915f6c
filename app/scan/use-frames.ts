/** Looks for a code in what the camera shows, as often as the phone stays cool. */
import { type RefObject, useEffect, useRef } from "react";
import { labelReader } from "./read-picture";

/** At least so long between two frames, and three times as long as the last one took: a quarter of the time at most. */
const restMinMs = 150;
const restFactor = 3;
/** Felt through a glove. */
const buzzMs = 80;

/** `onFound` with the text of each code that comes into view; one that stays there is told once. */
export function useFrames(
  video: RefObject<HTMLVideoElement | null>,
  isLooking: boolean,
  onFound: (text: string) => void,
): void {
  const latest = useRef(onFound);
  latest.current = onFound;
  useEffect(() => {
    if (!isLooking) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    let told: string | null = null;
    const look = async () => {
      const startedAt = performance.now();
      // A part that cannot be loaded now is asked for again with the next frame; typing and choosing stay.
      const text =
        video.current === null ? null : await labelReader.read(video.current, "frame").catch(() => null);
      if (!current) return;
      timer = setTimeout(look, Math.max(restMinMs, restFactor * (performance.now() - startedAt)));
      if (text === null || text === told) return;
      told = text;
      navigator.vibrate?.(buzzMs);
      latest.current(text);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [video, isLooking]);
}
