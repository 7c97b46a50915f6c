/** What whoever sets a sender up pastes: a test event by curl, and the receiver of an Alertmanager. Pure. */

interface Sender {
  /** Where this desk is, without a slash at its end. */
  readonly origin: string;
  readonly key: string;
  /** `whsec_…`, where requests are to be signed. */
  readonly secret: string | null;
}

interface Said {
  /** The label of an asset of this desk; null: it has none. */
  readonly asset: string | null;
  readonly title: string;
}

/** For a POSIX shell; each run is another event. */
export function curlExample(sender: Sender, said: Said): string {
  const { origin, key, secret } = sender;
  const body = `body=$(cat <<EOF\n${eventJson(said)}\nEOF\n)`;
  const headers = [`-H 'Authorization: Bearer ${key}'`, "-H 'Content-Type: application/json'"];
  const signed = secret === null ? [] : signing(secret);
  const webhook =
    secret === null
      ? []
      : ['-H "webhook-id: $id"', '-H "webhook-timestamp: $time"', '-H "webhook-signature: v1,$signature"'];
  const call = [`curl -sS ${origin}/api/events`, ...headers, ...webhook, '--data-binary "$body"'];
  return [body, ...signed, call.join(" \\\n  ")].join("\n");
}

/** Of Alertmanager's configuration. */
export function alertmanagerExample({ origin, key }: Sender): string {
  return `receivers:
  - name: genba
    webhook_configs:
      - url: ${origin}/api/events/alertmanager
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: ${key}`;
}

function eventJson({ asset, title }: Said): string {
  const about = asset === null ? "" : `"asset": ${quoted(asset)}, `;
  return [
    '{"id": "test-$(date +%s)-$$", "at": $(date +%s)000,',
    ' "status": "firing", "severity": "warning",',
    ` ${about}"title": ${quoted(title)}}`,
  ].join("\n");
}

/** As JSON, inside of a here-document. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\\$`]/g, "\\$&");
}

/** Standard Webhooks: HMAC-SHA256 over id, time and body, by the secret's bytes. */
function signing(secret: string): readonly string[] {
  return [
    "id=test-$(date +%s)-$$; time=$(date +%s)",
    `secret=$(printf %s '${secret.replace(/^whsec_/, "")}' | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    'signature=$(printf \'%s.%s.%s\' "$id" "$time" "$body" |',
    '  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$secret" -binary | openssl base64 -A)',
  ];
}
