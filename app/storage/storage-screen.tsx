/** C7 on the screen: what is wrong with this phone's own memory, what is safe, and what helps. */

import { type ReactNode, useState } from "react";
import { readAccount } from "../../client/device";
import { exportUnopened } from "../../client/queue/export-unopened";
import type { StorageTrouble } from "../../client/storage-trouble";
import { type StorageText, storageTexts } from "../../core/messages/storage-texts";
import { useTexts } from "../locale/locale";
import { downloadQueue, exportQueueFile } from "../queue/export-file";
import { queueTexts } from "../queue/queue-texts";
import { useGenba } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Sheet } from "../ui/sheet";
import { roomTexts } from "./room-texts";
import { StorageRoomSection } from "./storage-room";
import css from "./storage-screen.module.css";
import { useStorageTrouble } from "./use-storage-trouble";

/** Instead of the app, whose database is not open. */
export function StorageBroken({ trouble }: { trouble: StorageTrouble }) {
  const { t, locale } = useTexts();
  const texts = storageTexts[locale];
  const goesOn = trouble === "blocked" || trouble === "silent";
  return (
    <main className={css.page}>
      <div className={css.words} role="alert">
        <span className={css.mark} aria-hidden="true" />
        <h1>{texts[trouble].title}</h1>
        <Words text={texts[trouble]} />
        {goesOn ? <p className={css.after}>{texts.goesOn}</p> : null}
      </div>
      <footer className={css.foot}>
        <Button kind="main" wide onClick={() => location.reload()}>
          {t.app.reload}
        </Button>
        {/* A database that does not open for us opens for nobody. */}
        {goesOn ? null : <ExportUnopened />}
      </footer>
    </main>
  );
}

function ExportUnopened() {
  const { locale } = useTexts();
  const [failed, setFailed] = useState(false);
  const take = async () => {
    try {
      const account = await readAccount();
      if (account === null) throw new Error("nobody is signed in");
      downloadQueue(await exportUnopened(account.id));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      {failed ? (
        <p role="alert" className={css.after}>
          {storageTexts[locale].unread}
        </p>
      ) : null}
      <Button wide onClick={() => void take()}>
        <Icon name="file" size={20} />
        {queueTexts[locale].export}
      </Button>
    </>
  );
}

/** Inside the app, which still reads and sends; led to by the bar. */
export function StorageScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const genba = useGenba();
  const trouble = useStorageTrouble();
  const text = storageTexts[locale][trouble ?? "well"];
  return (
    <Screen
      title={trouble === null ? roomTexts[locale].title : text.title}
      onBack={onBack}
      foot={
        trouble === null ? null : (
          <>
            <Button kind="main" wide onClick={() => genba.sync.kick("user")}>
              <Icon name="send" size={20} />
              {queueTexts[locale].send}
            </Button>
            <Button wide onClick={() => void exportQueueFile(genba)}>
              <Icon name="file" size={20} />
              {queueTexts[locale].export}
            </Button>
          </>
        )
      }
    >
      {trouble === null ? null : <Words text={text} />}
      <StorageRoomSection>{trouble === null ? <Words text={text} /> : null}</StorageRoomSection>
    </Screen>
  );
}

/** Once, at the first opening after it happened. */
export function EvictedSheet({ unsent, onClose }: { unsent: number; onClose: () => void }) {
  const { locale } = useTexts();
  const texts = storageTexts[locale];
  const text = texts.evicted(unsent);
  return (
    <Sheet
      title={text.title}
      onClose={onClose}
      foot={
        <Button kind="main" wide onClick={onClose}>
          {texts.understood}
        </Button>
      }
    >
      <Words text={text} />
    </Sheet>
  );
}

function Words({ text }: { text: StorageText }): ReactNode {
  return (
    <>
      <p className={css.hint}>{text.hint}</p>
      {text.steps.length > 0 ? (
        <ol className={css.steps}>
          {text.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
    </>
  );
}
