import { useState } from "react";
import { useTexts } from "../locale/locale";
import { CheckField } from "../ui/check-field";
import { Sheet } from "../ui/sheet";
import { areKeysOn, keyRows, turnKeys } from "./keys";
import css from "./keys-sheet.module.css";
import { keysTexts } from "./keys-texts";

export function KeysSheet({ onClose }: { onClose: () => void }) {
  const { locale } = useTexts();
  const texts = keysTexts[locale];
  const [on, setOn] = useState(areKeysOn);
  const turn = (next: boolean) => {
    turnKeys(next);
    setOn(next);
  };
  return (
    <Sheet title={texts.title} onClose={onClose}>
      <dl className={css.keys}>
        {keyRows.map(({ command, keys }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key === "Escape" ? "Esc" : key}</kbd>
              ))}
            </dt>
            <dd>{texts.commands[command]}</dd>
          </div>
        ))}
      </dl>
      <CheckField label={texts.on} checked={on} onChange={turn} />
      <p className={css.why}>{texts.why}</p>
    </Sheet>
  );
}
