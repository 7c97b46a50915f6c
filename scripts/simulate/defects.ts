/** Known defects, each a change of the source that people have made or nearly made. The simulator must see every one. */
export interface Patch {
  /** From the project's root. */
  readonly file: string;
  /** Occurs once. */
  readonly find: string;
  readonly put: string;
}
export interface Defect {
  readonly name: string;
  /** The rule that it breaks. */
  readonly rule: string;
  readonly patches: readonly Patch[];
}

const scopesMigration = "prisma/migrations/20261123205354_scopes_and_counter/migration.sql";

/** The number of a change row is drawn while the transaction still runs, by something that hands numbers out unlocked. */
function drawnEarly(drawn: string, newest: string): readonly Patch[] {
  const immediate = (table: string, name: string): Patch => ({
    file: scopesMigration,
    find: `ON ${table}\n  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ${name}();`,
    put: `ON ${table}\n  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION ${name}();`,
  });
  return [
    immediate("ticket", "sync_ticket"),
    immediate("activity", "sync_activity"),
    {
      file: scopesMigration,
      find: "  UPDATE sync_counter SET value = value + 1 WHERE id = 1 RETURNING value INTO STRICT number;",
      put: `  ${drawn}`,
    },
    {
      file: scopesMigration,
      find: "CREATE FUNCTION sync_take_counter()",
      put: "CREATE SEQUENCE sync_number MINVALUE 0 START 1;\nCREATE FUNCTION sync_take_counter()",
    },
    { file: "server/sync/sql/viewer.sql", find: "'value', counter.value,", put: `'value', ${newest},` },
  ];
}

export const defects: readonly Defect[] = [
  {
    name: "counter taken in the statement",
    rule: "R1",
    patches: drawnEarly("number := nextval('sync_number');", "(SELECT last_value FROM sync_number)"),
  },
  {
    name: "cursor by updatedAt",
    rule: "R1",
    patches: drawnEarly(
      "number := epoch_ms(clock_timestamp())::bigint;",
      "epoch_ms(clock_timestamp())::bigint",
    ),
  },
  {
    name: "outcome stored after COMMIT",
    rule: "S1",
    patches: [
      {
        file: "server/sync/decide-entry.ts",
        find: "  await write(transaction, { ...rows, client: { id: clientId, seq, occurredAt } });",
        put: `  for (const given of rows.outcomes) {
    void elsewhere?.$executeRawUnsafe(
      \`INSERT INTO action_outcome (account_id, action_id, client_id, seq, ticket_id, content_hash, outcome, action, arrived_at)
       SELECT "accountId", "actionId", "clientId", seq, "ticketId", "contentHash", outcome, action, ms_time("arrivedAt")
       FROM jsonb_to_record($1::jsonb) AS o ("accountId" uuid, "actionId" uuid, "clientId" uuid, seq int,
         "ticketId" uuid, "contentHash" text, outcome jsonb, action jsonb, "arrivedAt" double precision)\`,
      JSON.stringify(given),
    ).catch(() => undefined);
  }
  await write(transaction, { ...rows, outcomes: [], client: { id: clientId, seq, occurredAt } });`,
      },
      {
        file: "server/sync/decide-entry.ts",
        find: "  const planned = run.map(planOf);\n  return transact(database",
        put: "  const planned = run.map(planOf);\n  elsewhere = database;\n  return transact(database",
      },
      {
        file: "server/sync/decide-entry.ts",
        find: "/** Everything in one statement; nothing where nothing was decided. */\n",
        put: "let elsewhere: Database | null = null;\n",
      },
    ],
  },
  {
    name: "entry dropped before the pull",
    rule: "C1a",
    patches: [
      {
        file: "client/sync/push.ts",
        find: "    const affected = await takeOutcomes(db, answer.results);",
        put: "    const affected = await takeOutcomes(db, answer.results);\n    await db.queue.bulkDelete(answer.results.map((stored) => stored.actionId));",
      },
    ],
  },
  {
    name: "seq outside the transaction",
    rule: "C3",
    patches: [
      {
        file: "client/queue/enqueue.ts",
        find: "    const client = clientOf(meta);",
        put: "    const client = outside;",
      },
      {
        file: "client/queue/enqueue.ts",
        find: '  return db.transaction("rw", authoredStores, async (): Promise<Enqueued> => {',
        put: '  const outside = clientOf(await readMeta(db));\n  return db.transaction("rw", authoredStores, async (): Promise<Enqueued> => {',
      },
    ],
  },
  {
    name: "swallowed 500",
    rule: "S2",
    patches: [
      {
        file: "client/sync/push.ts",
        find: "    if (error instanceof TransportError) return onFailure(",
        put: `    if (error instanceof TransportError && (error.failure.kind === "server" || error.failure.kind === "network")) {
      const client = await readClient(replica.db);
      await replica.db.meta.put({ ...client, answeredSeq: Math.max(client.answeredSeq, batch.actions.at(-1)?.seq ?? 0) });
      return "again";
    }
    if (error instanceof TransportError) return onFailure(`,
      },
    ],
  },
  {
    name: "stale answer taken in",
    rule: "C1",
    patches: [
      {
        file: "client/replica/intake.ts",
        find: "      cursor.cursor === request.cursor &&\n",
        put: "",
      },
      {
        file: "client/replica/intake.ts",
        find: "      cursor: answer.nextCursor,",
        put: "      cursor: Math.max(cursor.cursor, answer.nextCursor),",
      },
    ],
  },
  {
    name: "removes ignored",
    rule: "R2",
    patches: [
      {
        file: "client/replica/intake.ts",
        find: "  for (const id of answer.removes.tickets) confirmed.set(id, { ticket: null, asOf: -1, generation });\n",
        put: "",
      },
    ],
  },
  {
    name: "hash of scopes ignored",
    rule: "R3",
    patches: [
      {
        file: "server/sync/pull.ts",
        find: '  if (request.scopeHash !== snapshot.scopeHash) return "scopes";\n',
        put: "",
      },
    ],
  },
  {
    name: "the older row kept",
    rule: "R4",
    patches: [
      {
        file: "client/replica/intake.ts",
        find: "here.ticket.version > ticket.version",
        put: "here.ticket.version < ticket.version",
      },
    ],
  },
  {
    name: "cursor noted from the last page",
    rule: "R4",
    patches: [
      {
        file: "client/replica/fill.ts",
        find: "    const noted = filling.noted ?? {\n      epoch: answer.epoch,",
        put: "    const noted = {\n      epoch: answer.epoch,",
      },
    ],
  },
  {
    name: "numbers given again after a renumbering",
    rule: "A7",
    patches: [
      {
        file: "client/replica/numbering.ts",
        find: "nextSeq: renumbered.length + 1 }",
        put: "nextSeq: Math.max(1, renumbered.length) }",
      },
    ],
  },
  {
    name: "discarded entry deleted",
    rule: "A7",
    patches: [
      {
        file: "client/queue/discard.ts",
        find: "    await db.queue.put(voided(entry));",
        put: '    await db.queue.delete(actionId);\n    const client = await db.meta.get("client");\n    if (client?.key === "client") await db.meta.put({ ...client, nextSeq: client.nextSeq - 1 });',
      },
    ],
  },
  {
    name: "edits: the last writer wins",
    rule: "A3",
    patches: [
      {
        file: "core/workflow/edit.ts",
        find: "isSameValue(present, from) ? to : mergeValue(field, from, to, present)",
        put: "(from !== undefined && mergeValue === null ? null : to)",
      },
    ],
  },
  {
    name: "tickets not locked",
    rule: "S1",
    patches: [
      {
        file: "server/sync/sql/lock.sql",
        find: "    ORDER BY ticket.id\n    FOR NO KEY UPDATE",
        put: "    ORDER BY ticket.id",
      },
    ],
  },
  {
    name: "another dependency makes another action",
    rule: "S3",
    patches: [
      { file: "server/sync/content-hash.ts", find: '...numbering, "dependsOn"]', put: "...numbering]" },
    ],
  },
  {
    name: "a late pin taken in",
    rule: "C1",
    patches: [{ file: "client/replica/pin.ts", find: "    if (!isNewest) return;\n", put: "" }],
  },
];
