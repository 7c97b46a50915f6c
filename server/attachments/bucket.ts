/**
 * Signed requests to one bucket, by path (ENDPOINT/BUCKET/PREFIX/NAME). Each has its time and its bound; what may pass
 * by itself is tried again. Errors carry a code and neither keys nor what was signed.
 */
import { createHash } from "node:crypto";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import type { BucketSettings } from "./bucket-settings";
import { readErrorCode } from "./bucket-xml";

export class BucketError extends Error {
  /** With the code, as the log of a loop has the name only. */
  override readonly name: string;
  constructor(
    /** S3's own where it gave one, else Node's, or one of ours. */
    readonly code: string,
    /** Whether the same may succeed a moment later. */
    readonly passes: boolean,
    message: string,
  ) {
    super(message);
    this.name = `BucketError(${code})`;
  }
}

export interface BucketLimits {
  /** Until the whole answer is here; of a body that is read as a stream, until it begins and between any two pieces. */
  readonly askMs: number;
  readonly putMs: number;
  readonly tries: number;
  /** Before the second try; twice as long before each further one. */
  readonly backOffMs: number;
}

/** 25 MB in a minute are 3.5 Mbit/s; a phone waits for it. */
export const usualLimits: BucketLimits = { askMs: 15_000, putMs: 60_000, tries: 3, backOffMs: 300 };

/** No try begins later than this after the first, or phones would ask again for what is still under way. */
const triesEndMs = 45_000;
/** A page of 1,000 names is half a megabyte. */
const answerMaxBytes = 4 * 2 ** 20;

export interface BucketRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  /** Empty: the bucket itself. */
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Not tried again: what it was decided by is old by then. */
  readonly once?: boolean;
}

export interface BucketAnswer {
  /** 200 to 299, or 404. */
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

export interface Bucket {
  /** The whole answer. `judge` may throw a BucketError that passes, to have it tried again. */
  ask(request: BucketRequest, judge?: (answer: BucketAnswer) => void): Promise<BucketAnswer>;
  /** To be read or destroyed; null: there is no such object. */
  open(name: string): Promise<Readable | null>;
}

export function createBucket(settings: BucketSettings, limits: BucketLimits): Bucket {
  const secure = settings.endpoint.startsWith("https:");
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });

  /** The answer's head; `give` says what to do with its body, and is within the time too. */
  async function send<Given>(
    asked: BucketRequest,
    timeoutMs: number,
    give: (response: IncomingMessage) => Promise<Given>,
  ): Promise<Given> {
    const { method, body } = asked;
    const { url, headers } = await sign(settings, asked);
    return new Promise<Given>((resolve, reject) => {
      const sent = (secure ? httpsRequest : httpRequest)(url, {
        method,
        agent,
        headers: { ...headers, ...(body === undefined ? {} : { "content-length": body.length }) },
      });
      const fail = (error: unknown): void => {
        clearTimeout(timer);
        sent.destroy();
        reject(error instanceof BucketError ? error : cutOff(method, error));
      };
      const timer = setTimeout(
        () => fail(new BucketError("Timeout", true, `${method}: no answer in time`)),
        timeoutMs,
      );
      sent.on("error", fail);
      sent.on("response", (response) => {
        give(response).then((given) => {
          clearTimeout(timer);
          resolve(given);
        }, fail);
      });
      sent.end(body);
    });
  }

  async function tryAgain<Given>(tries: number, work: () => Promise<Given>): Promise<Given> {
    const lastAt = Date.now() + triesEndMs;
    for (let tried = 1; ; tried += 1) {
      try {
        return await work();
      } catch (error) {
        const passes = error instanceof BucketError && error.passes;
        if (!passes || tried >= tries || Date.now() > lastAt) throw error;
        await pause(limits.backOffMs * 2 ** (tried - 1) * (0.5 + Math.random()));
      }
    }
  }

  return {
    ask: (asked, judge) =>
      tryAgain(asked.once ? 1 : limits.tries, async () => {
        const timeoutMs = asked.method === "PUT" ? limits.putMs : limits.askMs;
        const answer = await send(asked, timeoutMs, async (response) => {
          const { headers } = response;
          return { status: response.statusCode ?? 0, headers, text: await readText(asked.method, response) };
        });
        refuse(asked.method, answer);
        judge?.(answer);
        return answer;
      }),
    open: (name) =>
      tryAgain(limits.tries, () =>
        send({ method: "GET", name }, limits.askMs, async (response) => {
          const { statusCode: status = 0, headers } = response;
          if (status === 200) {
            // Otherwise the end of the connection would be the end of the body, also where it broke.
            if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined)
              throw new BucketError("NoLength", false, "GET: a body that does not say how long it is");
            return streamOf(response, limits.askMs);
          }
          const text = await readText("GET", response);
          refuse("GET", { status, headers, text });
          if (status !== 404) throw new BucketError(`Status${status}`, false, `GET: answered ${status}`);
          return null;
        }),
      ),
  };
}

async function sign(settings: BucketSettings, { method, name = "", query = {}, body }: BucketRequest) {
  const { endpoint, bucket, prefix, region, accessKeyId, secretAccessKey } = settings;
  const path = name === "" ? "" : `${prefix}${name}`.split("/").map(encodeURIComponent).join("/");
  const search = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const signer = new AwsV4Signer({
    url: `${endpoint}/${bucket}/${path}${search.length === 0 ? "" : `?${search.join("&")}`}`,
    method,
    service: "s3",
    region,
    accessKeyId,
    secretAccessKey,
    // Without it the library signs that the body is anything.
    headers: {
      "x-amz-content-sha256": createHash("sha256")
        .update(body ?? "")
        .digest("hex"),
    },
  });
  const { url, headers } = await signer.sign();
  return { url, headers: Object.fromEntries(headers) };
}

/** Throws for what is neither done nor absent; a bucket that is not there is no absent object. */
function refuse(method: string, { status, text }: BucketAnswer): void {
  if (status >= 200 && status < 300) return;
  const said = readErrorCode(text);
  if (status === 404 && said !== "NoSuchBucket") return;
  const passes = (status >= 500 && status !== 501) || status === 429 || said === "RequestTimeout";
  throw new BucketError(
    said ?? `Status${status}`,
    passes,
    `${method}: answered ${status} ${said ?? ""}`.trim(),
  );
}

async function readText(method: string, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > answerMaxBytes) throw new BucketError("TooLong", false, `${method}: an answer without end`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * The body, with an error where it breaks off or stands still while somebody waits for it: whoever reads slowly may. Destroyed,
 * it ends the request.
 */
function streamOf(response: IncomingMessage, idleMs: number): Readable {
  let timer: NodeJS.Timeout | undefined;
  const stand = (): void => {
    body.destroy(new BucketError("Timeout", true, "GET: the body stands still"));
  };
  const body = new Readable({
    read() {
      clearTimeout(timer);
      timer = setTimeout(stand, idleMs);
      response.resume();
    },
    destroy(error, done) {
      clearTimeout(timer);
      response.destroy();
      done(error);
    },
  });
  response.on("data", (chunk: Buffer) => {
    clearTimeout(timer);
    if (!body.push(chunk)) response.pause();
  });
  response.on("end", () => {
    clearTimeout(timer);
    body.push(null);
  });
  response.on("error", (error) => body.destroy(cutOff("GET", error)));
  response.pause();
  return body;
}

function cutOff(method: string, error: unknown): BucketError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "Failed";
  return new BucketError(code, true, `${method}: the connection failed (${code})`);
}
