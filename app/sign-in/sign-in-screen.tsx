import { type FormEvent, lazy, Suspense, useState } from "react";
import type { RememberedAccount } from "../../client/device";
import { loadEngine } from "../../client/genba";
import { lead } from "../../core/messages/lead";
import { type Locale, locales } from "../../core/messages/vocabulary-texts";
import { useTexts } from "../locale/locale";
import { Brand, Lead } from "../ui/brand";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import css from "./sign-in-screen.module.css";

const SignInNotes = lazy(async () => ({ default: (await import("./sign-in-notes")).SignInNotes }));

/** Signing in and out draws nothing: not on the first load. */
export const loadSession = () => import("../../client/session");

interface Props {
  /** Whose data is on this phone already; null on a new phone. */
  readonly remembered: RememberedAccount | null;
  readonly onSignedIn: (account: RememberedAccount) => void;
  /** Back to the replica, which works without a session. */
  readonly onStay: (() => void) | null;
}
type Phase = "rest" | "busy" | "wrong" | "limited" | "unreachable";

export function SignInScreen({ remembered, onSignedIn, onStay }: Props) {
  const { t, locale, setLocale } = useTexts();
  const [email, setEmail] = useState(remembered?.email ?? "");
  const [password, setPassword] = useState("");
  const [phase, setPhase] = useState<Phase>("rest");

  // Whoever has signed in will wait for the first tickets: while they type, what fills the phone is loaded.
  const prepare = () => {
    Promise.all([loadSession(), loadEngine()]).catch(() => {});
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (phase === "busy") return;
    setPhase("busy");
    const session = await loadSession().catch(() => null);
    if (session === null) return setPhase("unreachable");
    const answer = await session.signIn(email.trim(), password);
    if (answer.tag === "signedIn") onSignedIn(answer.account);
    else setPhase(answer.tag);
  };

  return (
    <main className={css.screen}>
      <div className={css.column}>
        <Brand>
          <Lead>{lead[locale]}</Lead>
        </Brand>
        <form className={css.form} onFocus={prepare} onSubmit={(event) => void submit(event)}>
          <h1>{remembered ? t.signIn.again(remembered.name) : t.signIn.title}</h1>
          {remembered ? <p className={css.hint}>{t.signIn.againHint}</p> : null}
          <Suspense fallback={null}>
            <SignInNotes />
          </Suspense>
          <TextField
            label={t.signIn.email}
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={setEmail}
          />
          <TextField
            label={t.signIn.password}
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={setPassword}
          />
          <p role="alert" className={css.alert}>
            {phase === "wrong" ? t.signIn.wrong : null}
            {phase === "limited" ? t.signIn.limited : null}
            {phase === "unreachable" ? `${t.signIn.failed}${remembered ? "" : ` ${t.signIn.offline}`}` : null}
          </p>
          <Button kind="main" wide type="submit" disabled={phase === "busy"}>
            {phase === "busy" ? t.signIn.busy : t.signIn.submit}
          </Button>
          {onStay ? (
            <Button wide onClick={onStay}>
              {t.signIn.stay}
            </Button>
          ) : null}
          {remembered ? null : <p className={css.hint}>{t.signIn.offline}</p>}
        </form>
        <fieldset className={css.languages}>
          <legend data-only="screen-reader">{t.more.language}</legend>
          {locales.map((one) => (
            <button key={one} type="button" aria-pressed={one === locale} onClick={() => setLocale(one)}>
              {languageName(one)}
            </button>
          ))}
        </fieldset>
      </div>
    </main>
  );
}

function languageName(locale: Locale): string {
  return locale === "en" ? "English" : "中文";
}
