/** Between the keyboard and the list that is on the screen, which alone knows how to select. */
type Pick = (ticketId: string) => void;
let listening: Pick | null = null;

/** Answers how to stop. */
export function listenToPicks(pick: Pick): () => void {
  listening = pick;
  return () => {
    if (listening === pick) listening = null;
  };
}

/** Null: no row has focus. */
export function pickByKey(ticketId: string | null): void {
  if (ticketId !== null) listening?.(ticketId);
}
