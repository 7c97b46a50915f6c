/**
 * A sheet from the bottom (a centred dialog on a desk): native <dialog>, so that focus stays inside, Escape closes and
 * focus returns to what opened it. Mounted only while open.
 */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTexts } from "../locale/locale";
import { Icon } from "./icons";
import { useKeyboardInset } from "./keyboard-inset";
import css from "./sheet.module.css";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons at the thumb; stay in view while the rest scrolls. */
  readonly foot?: ReactNode;
  /** Fills the height: lists that are searched must not jump. */
  readonly tall?: boolean;
  /** A tap beside it does not close it: what it shows is shown once. */
  readonly firm?: boolean;
}

export function Sheet({ title, onClose, children, foot, tall = false, firm = false }: Props) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useKeyboardInset(dialog);

  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element && !element.open) {
      element.showModal();
      // The browser's choice is the close button; a form that chose a field of its own keeps it.
      if (document.activeElement?.closest("header") === heading.current?.parentElement)
        heading.current?.focus();
    }
    return () => {
      if (element?.open) element.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the backdrop is a second way out; Escape and the button are the first
    <dialog
      ref={dialog}
      className={css.sheet}
      data-tall={tall || undefined}
      aria-labelledby={titleId}
      onClose={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !firm) onClose();
      }}
    >
      <div className={css.inside}>
        <header className={css.head}>
          <h2 id={titleId} tabIndex={-1} ref={heading}>
            {title}
          </h2>
          <button type="button" className={css.close} onClick={onClose} aria-label={t.form.close}>
            <Icon name="close" />
          </button>
        </header>
        <div className={css.body}>{children}</div>
        {foot ? <footer className={css.foot}>{foot}</footer> : null}
      </div>
    </dialog>
  );
}
