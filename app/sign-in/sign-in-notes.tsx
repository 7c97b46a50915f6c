/** What somebody should know before they sign in, and most need not: loaded later. */
import { listShares } from "../../client/shared/share";
import { InstallFirst } from "../install/install-first";
import { useTexts } from "../locale/locale";
import { useLive } from "../replica/use-live";
import css from "../shared/shared.module.css";
import { sharedTexts } from "../shared/shared-texts";

export function SignInNotes() {
  const { locale } = useTexts();
  const shares = useLive(() => listShares(null), []) ?? [];
  return (
    <>
      {shares.length === 0 ? null : (
        <p role="status" className={css.note}>
          {sharedTexts[locale].signIn}
        </p>
      )}
      <InstallFirst />
    </>
  );
}
