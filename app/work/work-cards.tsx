/** What is said above one's work, one thing at a time: what is wrong first, then what would help. */
import { Link } from "wouter";
import { roomWarning } from "../../client/storage-room";
import { InstallCard, useInvited } from "../install/install-card";
import { useTexts } from "../locale/locale";
import { PushCard } from "../push/push-card";
import css from "../push/push-card.module.css";
import { usePushTrouble } from "../push/use-push";
import { roomTexts } from "../storage/room-texts";
import { useStorageRoom } from "../storage/use-storage-room";
import buttonCss from "../ui/button.module.css";

export function WorkCards({ hasWork }: { hasWork: boolean }) {
  const [room] = useStorageRoom();
  const warning = room === null ? null : roomWarning(room);
  const pushTrouble = usePushTrouble();
  const [isInvited, never] = useInvited();
  if (warning !== null) return <RoomCard warning={warning} />;
  if (pushTrouble === null && isInvited) return <InstallCard onNever={never} />;
  return <PushCard hasWork={hasWork} />;
}

function RoomCard({ warning }: { warning: "nearlyFull" | "manyUnsent" }) {
  const { locale } = useTexts();
  const texts = roomTexts[locale];
  return (
    <aside className={css.card} data-trouble aria-label={texts.title}>
      <p>{texts.warnings[warning].title}</p>
      <div className={css.buttons}>
        <Link href="/storage" className={buttonCss.button}>
          {texts.look}
        </Link>
      </div>
    </aside>
  );
}
