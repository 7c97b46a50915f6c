/** A month of monitoring for benches: events of many fingerprints, some of which were put to incidents. */
import type { AccountId } from "../../../core/ids";
import type { Database } from "../../../server/db";
import { createRule, createSource } from "../../../server/testing/monitor";

/** Fills `count` events of the last 30 days, past the ingest. A database with a category; the incidents are tickets of it. */
export async function fillEvents(database: Database, count: number): Promise<void> {
  const category = await database.category.findFirstOrThrow();
  const ruleId = await createRule({ database, category: category.id as never });
  const source = await createSource(database, { name: "a month of monitoring" });
  await database.$executeRaw`
    INSERT INTO monitor_event (source_id, event_id, at, arrived_at, payload, rule_id, fingerprint, incident_id, verdict)
    SELECT ${source.id}::uuid, 'event ' || n, at, at + interval '1 second',
      jsonb_build_object('status', CASE WHEN n % 9 = 0 THEN 'recovered' ELSE 'firing' END,
        'severity', (ARRAY['critical', 'major', 'minor', 'warning', 'info'])[1 + n % 5],
        'fingerprint', 'link ' || n % 5000, 'asset', NULL,
        'title', 'Link ' || n % 5000 || ' is down', 'text', 'The interface has been down for more than a minute.',
        'labels', jsonb_build_object('job', 'snmp', 'instance', '10.0.' || n % 250 || '.1:9116')),
      CASE WHEN n % 20 < 15 THEN ${ruleId}::uuid END, 'link ' || n % 5000, incident.id,
      CASE WHEN n % 20 < 15 THEN 'appended' ELSE 'unmatched' END
    FROM generate_series(1, ${count}::int) AS n
    CROSS JOIN LATERAL (SELECT now() - interval '30 days' * n / ${count}::int AS at) AS moment
    LEFT JOIN (
      SELECT id, row_number() OVER (ORDER BY number) - 1 AS place FROM ticket WHERE flow = 'incident' LIMIT 1000
    ) AS incident ON n % 20 < 15 AND incident.place = n % 1000`;
  await database.$executeRawUnsafe("VACUUM ANALYZE monitor_event");
}

/** People who may see every page, with a password whose hash is given. */
export async function findAdministrators(
  database: Database,
  count: number,
  hash: string,
): Promise<readonly AccountId[]> {
  const ids: AccountId[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await database.account.findFirstOrThrow({ where: { name: `person ${n}` } });
    await database.account.update({ where: { id }, data: { role: "admin" } });
    await database.credential.create({
      data: { userId: id, accountId: id, providerId: "credential", password: hash },
    });
    ids.push(id as AccountId);
  }
  return ids;
}
