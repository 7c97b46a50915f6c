/** One label of 70 × 35 mm, on the screen as on paper. */
import { useMemo } from "react";
import css from "./label.module.css";
import type { LabelPage, LabelView } from "./label-view";
import { qrPath } from "./qr-path";

export function Label({ label }: { label: LabelView }) {
  const { size, path } = useMemo(() => qrPath(label.address), [label.address]);
  return (
    <figure className={css.label}>
      <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden="true">
        <path d={path} fill="currentColor" />
      </svg>
      <figcaption>
        <b data-long={label.tag.length > 9 || undefined}>{label.tag}</b>
        <span>{label.name}</span>
        <small>{label.place}</small>
      </figcaption>
    </figure>
  );
}

export function LabelSheet({ page }: { page: LabelPage }) {
  return (
    <section className={css.sheet}>
      {page.map((label, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a place of the sheet is its index
        label === null ? <div key={place} /> : <Label key={label.id} label={label} />,
      )}
    </section>
  );
}
