import type { ButtonHTMLAttributes, Ref } from "react";
import css from "./button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main`: the one amber action of a screen; `quiet`: no box; `alarm`: what deletes. */
  readonly kind?: "main" | "plain" | "quiet" | "alarm";
  readonly wide?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = "plain", wide = false, type = "button", className, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={className ? `${css.button} ${className}` : css.button}
      data-kind={kind}
      data-wide={wide || undefined}
    />
  );
}
