/**
 * What a transaction read no longer holds: it is rolled back, and whoever began it starts over (S1a). A new try reads
 * what came between.
 */
export abstract class StartOver extends Error {}

/** Between locking and reading, more tickets came to belong to the work. */
export class TicketsGrew extends StartOver {
  override readonly name = "TicketsGrew";
}

/** Somebody whom the work names was deactivated, brought back or given another role since the directory was read. */
export class PersonChanged extends StartOver {
  override readonly name = "PersonChanged";
}
