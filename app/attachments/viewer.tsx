/** A photo as large as the screen: from this phone where it still is here, else from the server; the small one without a network. */
import { useState } from "react";
import { type AttachmentView, readBytes } from "../../client/attachments/view";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import buttonCss from "../ui/button.module.css";
import { Sheet } from "../ui/sheet";
import { attachmentTexts } from "./attachment-texts";
import css from "./attachments.module.css";
import { useBytesUrl } from "./bytes-url";
import { kindText, sizeText } from "./file-text";

export function Viewer({ view, onClose }: { view: AttachmentView; onClose: () => void }) {
  const { locale } = useTexts();
  const texts = attachmentTexts[locale];
  const genba = useGenba();
  const { attachment, state } = view;
  const { id, name, sizeBytes, stored } = attachment;
  const bytes = useLive(() => readBytes(genba.db, id), [genba, id]);
  const own = useBytesUrl(bytes ?? null, attachment.mediaType);
  const small = useBytesUrl(view.preview, "image/jpeg");
  const [isAway, setAway] = useState(false);
  const address = `/api/attachments/${id}`;
  const full = own ?? (stored?.preview && bytes === null && !isAway ? address : null);
  const isPicture = view.preview !== null || stored?.preview === true;
  const shown = isPicture ? (full ?? small) : null;
  return (
    <Sheet
      title={name}
      tall={isPicture}
      onClose={onClose}
      foot={
        own !== null || stored !== undefined ? (
          <a className={buttonCss.button} data-wide href={own ?? address} download={name}>
            {texts.download} · {sizeText(locale, sizeBytes)}
          </a>
        ) : null
      }
    >
      {shown === null ? (
        <p className={css.placeholder}>
          <b>{kindText(attachment)}</b> {texts.state[state]}
        </p>
      ) : (
        <img className={css.full} src={shown} alt={name} onError={() => setAway(true)} />
      )}
      {isAway && shown === small ? <p role="status">{texts.notHere}</p> : null}
    </Sheet>
  );
}
