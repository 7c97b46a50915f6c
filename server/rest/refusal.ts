/** How REST requests are refused: RFC 9457 problem details with a `code` to branch on. The document lists the codes. */
export const restRefusals = {
  /** No `Authorization: Bearer gak_…`. */
  "key.none": 401,
  "key.wrong": 401,
  "key.expired": 401,
  "key.revoked": 401,
  /** The account that the key acts as is deactivated. */
  "key.inactive": 403,
  /** The key may not do this; `scope` says what it lacks. */
  "scope.missing": 403,
  "route.unknown": 404,
  "ticket.unknown": 404,
  "method.wrong": 405,
  "body.tooLarge": 413,
  "type.unsupported": 415,
  /** `fields` says what cannot be read. */
  "input.malformed": 400,
  /** What writes needs an `Idempotency-Key`, a UUID. */
  "idempotency.missing": 400,
  /** The same Idempotency-Key came before with something else. */
  "idempotency.reused": 422,
  "rate.limited": 429,
  /** Ours: send the same again. */
  failure: 503,
} as const;
export type RestRefusalCode = keyof typeof restRefusals;

export type RestDetails = {
  readonly scope?: string;
  readonly fields?: readonly string[];
  readonly retryAfterMs?: number;
};

export class RestRefusal extends Error {
  override readonly name = "RestRefusal";
  constructor(
    readonly code: RestRefusalCode,
    readonly details: RestDetails = {},
  ) {
    super(code);
  }
}

/** Who is told nothing of what became of it sends it again. */
export const failureRetryMs = 5_000;

export function problemOf({ code, details }: RestRefusal): Response {
  const status = restRefusals[code];
  const headers = new Headers({ "cache-control": "no-store", "content-type": "application/problem+json" });
  if (details.retryAfterMs !== undefined)
    headers.set("retry-after", String(Math.ceil(details.retryAfterMs / 1_000)));
  if (status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify({ title: code, status, code, ...details }), { status, headers });
}
