/** A label by camera, by hand or from a picture, until it is one of the desk's assets or a text that is none. */
import { type ChangeEvent, type ReactNode, useRef, useState } from "react";
import type { Asset } from "../../core/directory/directory";
import { readLabel } from "../assets/read-label";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { readFile } from "./read-picture";
import css from "./scan.module.css";
import { scanTexts } from "./scan-texts";
import { Viewfinder } from "./viewfinder";

interface Props {
  /** Null: taken. Else why this asset is not taken here. */
  readonly onAsset: (asset: Asset) => string | null;
  /** What can be done with a text that is no asset. */
  readonly unknownActions: (text: string) => ReactNode;
}

type Shown =
  | { readonly tag: "looking"; readonly problem: string | null }
  | { readonly tag: "reading" }
  | { readonly tag: "unknown"; readonly text: string };
const looking: Shown = { tag: "looking", problem: null };

export function Scanner({ onAsset, unknownActions }: Props) {
  const { locale } = useTexts();
  const texts = scanTexts[locale];
  const { assets } = useDirectory();
  const [shown, setShown] = useState<Shown>(looking);
  const [typed, setTyped] = useState("");
  const file = useRef<HTMLInputElement>(null);

  const take = (text: string) => {
    const reading = readLabel(text, location.origin, assets);
    if (reading.kind === "unknown") return setShown({ tag: "unknown", text: reading.text });
    setShown({ tag: "looking", problem: onAsset(reading.asset) });
  };
  const onChosen = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    // The same file may be chosen again.
    event.target.value = "";
    if (chosen === undefined) return;
    setShown({ tag: "reading" });
    try {
      const text = await readFile(chosen);
      if (text === null) setShown({ tag: "looking", problem: texts.noCode });
      else take(text);
    } catch {
      setShown({ tag: "looking", problem: texts.noPicture });
    }
  };

  if (shown.tag === "unknown") {
    return (
      <div className={css.unknown} role="alert">
        <h2>{texts.unknown}</h2>
        {shown.text === "" ? null : (
          <p>
            {texts.unknownHint}
            <b>{shown.text}</b>
          </p>
        )}
        <div className={css.choices}>
          {shown.text === "" ? null : unknownActions(shown.text)}
          <Button wide onClick={() => setShown(looking)}>
            {texts.scanNext}
          </Button>
        </div>
      </div>
    );
  }
  const problem = shown.tag === "looking" ? shown.problem : null;
  return (
    <div className={css.scanner}>
      <Viewfinder isLooking={shown.tag === "looking"} onFound={take} />
      {problem === null ? null : (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <form
        className={css.hand}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") take(typed);
        }}
      >
        <TextField
          label={texts.byHand}
          placeholder={texts.byHandHint}
          value={typed}
          autoComplete="off"
          onChange={setTyped}
        />
        <Button type="submit">{texts.find}</Button>
      </form>
      <Button wide disabled={shown.tag === "reading"} onClick={() => file.current?.click()}>
        <Icon name="camera" size={20} /> {shown.tag === "reading" ? texts.reading : texts.picture}
      </Button>
      <input ref={file} type="file" accept="image/*" hidden onChange={(event) => void onChosen(event)} />
    </div>
  );
}
