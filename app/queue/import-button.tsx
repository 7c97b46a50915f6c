/** A7: an exported queue comes back, on this phone or another one of the same person. */

import { useRef } from "react";
import { withRoom } from "../../client/make-room";
import { ImportError, importQueue } from "../../client/queue/export";
import { useTexts } from "../locale/locale";
import { useGenba } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import css from "./queue-screen.module.css";
import { queueTexts } from "./queue-texts";

export function ImportButton() {
  const { t, locale } = useTexts();
  const genba = useGenba();
  const announce = useAnnounce();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      const text = await file.text();
      const added = await withRoom(genba.db, () => importQueue(genba.replica, text));
      genba.sync.kick("user");
      announce(queueTexts[locale].imported(added));
    } catch (error) {
      announce(error instanceof ImportError ? queueTexts[locale].importFailed[error.code] : t.form.failed);
    }
  };
  return (
    <p className={css.import}>
      <input
        ref={input}
        type="file"
        hidden
        accept="application/json,.json"
        aria-label={queueTexts[locale].import}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <Button kind="quiet" onClick={() => input.current?.click()}>
        {queueTexts[locale].import}
      </Button>
    </p>
  );
}
