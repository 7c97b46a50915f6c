/**
 * The camera of a screen. It runs only while the screen is shown: leaving it, or hiding the app, lets it go, so that
 * the phone stays cool and another app may have it; coming back asks again.
 */
import { type RefObject, useEffect, useRef, useState } from "react";
import {
  type CameraTrouble,
  canAskForCamera,
  closeCamera,
  hasTorch,
  openCamera,
  troubleOf,
  turnTorch,
} from "./camera";

export type CameraState =
  | { readonly tag: "starting" }
  | { readonly tag: "on"; readonly torch: "absent" | "off" | "on" }
  | { readonly tag: "off"; readonly trouble: CameraTrouble };

export interface Camera {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: CameraState;
  readonly again: () => void;
  readonly switchTorch: () => void;
}

export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const open = useRef<MediaStream | null>(null);
  const [state, setState] = useState<CameraState>({ tag: "starting" });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again
  useEffect(() => {
    // Which asking is the latest: a camera that is given to an older one goes back at once.
    let asked = 0;
    const stop = () => {
      asked++;
      if (open.current !== null) closeCamera(open.current);
      open.current = null;
    };
    const start = async () => {
      const own = ++asked;
      setState({ tag: "starting" });
      if (!canAskForCamera()) return setState({ tag: "off", trouble: isSecureContext ? "none" : "insecure" });
      try {
        const stream = await openCamera();
        if (own !== asked) return closeCamera(stream);
        open.current = stream;
        stream.getVideoTracks()[0]?.addEventListener("ended", () => {
          if (own === asked) setState({ tag: "off", trouble: "busy" });
        });
        if (video.current !== null) {
          video.current.srcObject = stream;
          await video.current.play();
        }
        if (own === asked) setState({ tag: "on", torch: hasTorch(stream) ? "off" : "absent" });
      } catch (error) {
        if (own !== asked) return;
        stop();
        setState({ tag: "off", trouble: troubleOf(error) });
      }
    };
    const onVisibility = () => (document.hidden ? stop() : void start());
    document.addEventListener("visibilitychange", onVisibility);
    if (!document.hidden) void start();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      stop();
    };
  }, [round]);

  const switchTorch = () => {
    if (open.current === null || state.tag !== "on" || state.torch === "absent") return;
    const torch = state.torch === "on" ? "off" : "on";
    turnTorch(open.current, torch === "on").then(
      () => setState({ tag: "on", torch }),
      () => setState({ tag: "on", torch: "absent" }),
    );
  };
  return { video, state, again: () => setRound((last) => last + 1), switchTorch };
}
