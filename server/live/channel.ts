/** The PostgreSQL channels: something was committed; someone is to be told. A payload is a hint, never the data. */
export const changeChannel = "genba_change";
export const outboxChannel = "genba_outbox";
