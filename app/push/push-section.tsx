import { Link } from "wouter";
import { useTexts } from "../locale/locale";
import { Icon } from "../ui/icons";
import css from "./push.module.css";
import { PushStateBlock } from "./push-state";
import { pushTexts } from "./push-texts";
import { usePush } from "./use-push";

/** Under 更多: this device, and the way to push health. */
export function PushSection() {
  const { locale } = useTexts();
  return (
    <>
      <PushStateBlock push={usePush()} />
      <Link href="/push" className={css.row}>
        <span>{pushTexts[locale].title}</span> <Icon name="forward" size={20} />
      </Link>
    </>
  );
}
