/** What the camera shows, where to hold the label, and what to do when there is no camera. */
import { useTexts } from "../locale/locale";
import { Button } from "../ui/button";
import css from "./scan.module.css";
import { scanTexts } from "./scan-texts";
import { useCamera } from "./use-camera";
import { useFrames } from "./use-frames";

interface Props {
  /** False while what was found is looked at. */
  readonly isLooking: boolean;
  readonly onFound: (text: string) => void;
}

export function Viewfinder({ isLooking, onFound }: Props) {
  const { locale } = useTexts();
  const texts = scanTexts[locale];
  const { video, state, again, switchTorch } = useCamera();
  useFrames(video, isLooking && state.tag === "on", onFound);
  const trouble = state.tag === "off" ? texts.trouble[state.trouble] : null;
  return (
    <div className={css.finder} data-state={state.tag}>
      <video ref={video} className={css.video} muted playsInline />
      {trouble === null ? (
        <>
          <div className={css.aim} aria-hidden="true" />
          <p className={css.hint} role="status">
            {state.tag === "on" ? texts.aim : texts.starting}
          </p>
        </>
      ) : (
        <div className={css.trouble} role="alert">
          <h2>{trouble.what}</h2>
          <p>{trouble.how}</p>
          {state.tag === "off" && state.trouble !== "none" && state.trouble !== "insecure" ? (
            <Button onClick={again}>{texts.again}</Button>
          ) : null}
        </div>
      )}
      {state.tag === "on" && state.torch !== "absent" ? (
        <Button className={css.torch} aria-pressed={state.torch === "on"} onClick={switchTorch}>
          {texts.torch}
        </Button>
      ) : null}
    </div>
  );
}
