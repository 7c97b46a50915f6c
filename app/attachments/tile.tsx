/** One photo or file: its small picture, or what stands in its place; what waits is hatched, as everywhere. */
import { memo } from "react";
import type { AttachmentView } from "../../client/attachments/view";
import { useTexts } from "../locale/locale";
import { attachmentTexts } from "./attachment-texts";
import css from "./attachments.module.css";
import { useBytesUrl } from "./bytes-url";
import { kindText, sizeText } from "./file-text";

interface Props {
  readonly view: AttachmentView;
  /** In a form: it has not been saved, so nothing is said of where it is. */
  readonly inForm?: boolean;
}

export const Tile = memo(function Tile({ view, inForm = false }: Props) {
  const { locale } = useTexts();
  const { attachment, state, share, preview } = view;
  const url = useBytesUrl(preview, "image/jpeg");
  return (
    <span className={css.tile} data-state={inForm ? "stored" : state}>
      {url === null ? (
        <span className={css.kind}>
          <b>{kindText(attachment)}</b>
          {sizeText(locale, attachment.sizeBytes)}
        </span>
      ) : (
        <img src={url} alt="" />
      )}
      {inForm || state === "stored" ? null : (
        <span className={css.state}>
          {attachmentTexts[locale].state[state]}
          {state === "sending" ? ` ${Math.floor(share * 100)} %` : null}
        </span>
      )}
    </span>
  );
});
