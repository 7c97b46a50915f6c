import type { ReactNode } from "react";
import { Icon } from "../../ui/icons";
import css from "./events.module.css";

interface Props {
  readonly name: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** One of several of a kind, with a button that takes it away. */
export function PartBox({ name, removeLabel, onRemove, children }: Props) {
  return (
    <fieldset className={css.part}>
      <div className={css.partHead}>
        <legend>{name}</legend>
        <button type="button" aria-label={removeLabel} onClick={onRemove}>
          <Icon name="close" size={20} />
        </button>
      </div>
      {children}
    </fieldset>
  );
}
