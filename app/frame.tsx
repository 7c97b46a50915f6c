import css from "./frame.module.css";

/** The first paint, before anything is known: the bars of the app, without words. */
export function Frame() {
  return (
    <div className={css.frame} aria-busy="true">
      <div className={css.net} />
      <main className={css.main}>
        <p className={css.name}>Genba 現場</p>
      </main>
      <div className={css.tabs} />
    </div>
  );
}
