import { lead } from "../core/messages/lead";
import css from "./frame.module.css";
import { Brand, Lead } from "./ui/brand";

/**
 * The first paint, before anything is known: the bars of the app, without words. On a phone of nobody's, which will ask
 * to sign in, the head of that screen in the phone's language (client/first-look.ts): a form that cannot take what is
 * typed yet is none.
 */
export function Frame() {
  return (
    <>
      <div className={css.frame} aria-busy="true">
        <div className={css.net} />
        <main className={css.main}>
          <p className={css.name}>Genba 現場</p>
        </main>
        <div className={css.tabs} />
      </div>
      <div className={css.fresh}>
        <Brand>
          <Lead lang="zh-TW">{lead["zh-TW"]}</Lead>
          <Lead lang="en">{lead.en}</Lead>
        </Brand>
      </div>
    </>
  );
}
