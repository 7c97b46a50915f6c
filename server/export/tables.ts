/**
 * What a full export holds: every table of the desk, or why not. A test holds the two lists against the database, so that
 * no new table is forgotten.
 */

/** In an order in which each row comes after what it names. `without`: columns that hold secrets. */
export const exportedTables: readonly {
  readonly table: string;
  readonly without?: readonly string[];
}[] = [
  { table: "account" },
  { table: "desk_group" },
  { table: "membership" },
  { table: "delegation" },
  { table: "calendar" },
  { table: "site" },
  { table: "category" },
  { table: "sla_target" },
  { table: "asset" },
  { table: "asset_relation" },
  { table: "change_template" },
  { table: "blackout" },
  { table: "maintenance_window" },
  { table: "parameter" },
  { table: "notify_rule" },
  { table: "notify_setting" },
  {
    table: "event_source",
    without: ["key_hash", "previous_key_hash", "previous_key_until", "secret", "previous_secret"],
  },
  { table: "api_key", without: ["key_hash", "previous_key_hash", "previous_key_until", "client_id"] },
  // Receivers may have a secret of theirs in the address.
  { table: "webhook", without: ["url", "secret", "previous_secret", "previous_secret_until"] },
  { table: "event_rule" },
  { table: "ticket", without: ["direct_scopes", "scopes"] },
  { table: "imported_ticket" },
  { table: "ticket_link" },
  { table: "activity" },
  { table: "attachment" },
  { table: "known_error" },
  { table: "monitor_event" },
  { table: "event_state" },
  { table: "event_storm" },
  { table: "outbox" },
  { table: "action_outcome" },
  { table: "admin_change" },
];

export const leftOutTables: Readonly<Record<string, string>> = {
  session: "signs somebody in",
  credential: "hashes of passwords",
  verification: "codes of sign-in",
  push_subscription: "addresses and keys of devices",
  push_probe: "of those devices",
  push_removal: "of those devices",
  outbox_delivery: "of those devices",
  ticket_pin: "what one phone holds for a while",
  sync_client: "numbering of phones",
  action_repeat: "numbering of phones",
  webhook_delivery: "messages on their way to other programs",
  sync_counter: "numbering of changes for phones",
  sync_change: "numbering of changes for phones",
  calendar_feed: "hashes of private links",
  ticket_search: "made anew from the tickets",
  ticket_fact: "made anew from the tickets",
  review_wait: "made anew from the tickets",
  sla_version: "numbering of calendars",
  sla_watch: "made anew from the tickets",
  _prisma_migrations: "of the database's own shape",
};
