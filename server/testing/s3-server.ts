/** A small S3 over a real socket: objects in memory, each request's signature judged, and faults on demand. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { BucketSettings } from "../attachments/bucket-settings";
import { findFault } from "./sigv4";

/** What happens to the next request, instead of or to its answer. */
export type S3Fault =
  | { readonly status: number; readonly code?: string }
  /** Half of the body's bytes, then the connection is gone, or stands still. */
  | "cut"
  | "stall"
  /** No answer at all. */
  | "hang"
  | "reset"
  /** A body that never ends. */
  | "flood"
  /** The bytes are stored with one of them changed. */
  | "corrupt"
  /** Of a listing: a page that ends nowhere, and no XML at all. */
  | "cutPage"
  | "noXml";

export interface S3Server {
  readonly settings: BucketSettings;
  readonly objects: Map<string, { bytes: Buffer; modifiedAt: number }>;
  /** For the requests to come, in turn; null: none. */
  readonly faults: (S3Fault | null)[];
  /** Method, target and, once it is over, whether the client had all of it. */
  readonly requests: { readonly line: string; ended: "open" | "whole" | "left" }[];
  end(): Promise<void>;
}

const pageSize = 3;

/** `prefix`: empty, or with a slash at its end. */
export async function startS3Server(prefix = "desk/photos/"): Promise<S3Server> {
  const objects: S3Server["objects"] = new Map();
  const requests: S3Server["requests"] = [];
  const faults: S3Server["faults"] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const settings: BucketSettings = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: "genba-test",
    prefix,
    region: "eu-test-1",
    accessKeyId: "GENBATESTKEY",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  };
  const running: S3Server = {
    settings,
    objects,
    requests,
    faults,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: target = "" } = request;
    const entry: S3Server["requests"][number] = { line: `${method} ${target}`, ended: "open" };
    requests.push(entry);
    response.on("finish", () => {
      entry.ended = "whole";
    });
    response.on("close", () => {
      if (entry.ended === "open") entry.ended = "left";
    });
    const body = await buffer(request);
    const fault = faults.shift() ?? null;
    const headers = request.headers as Record<string, string | undefined>;
    const wrong = findFault({ method, target, headers }, body, settings, Date.now());
    if (wrong !== null) return refuse(response, 403, wrong);
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.destroy();
    if (fault === "flood") return flood(response);
    if (fault === "noXml") return void response.end("<html>welcome</html>");
    if (fault !== null && typeof fault === "object") return refuse(response, fault.status, fault.code);
    const { pathname, searchParams } = new URL(target, settings.endpoint);
    const [, bucket, ...rest] = pathname.split("/");
    const name = decodeURIComponent(rest.join("/"));
    if (bucket !== settings.bucket) return refuse(response, 404, "NoSuchBucket");
    if (name === "") {
      const page = list(searchParams.get("prefix") ?? "", searchParams.get("continuation-token"));
      return void response.end(fault === "cutPage" ? page.slice(0, page.length / 2) : page);
    }
    const found = objects.get(name);
    if (method === "PUT") {
      const bytes = Buffer.from(body);
      if (fault === "corrupt") bytes[0] = ~(bytes[0] ?? 0);
      objects.set(name, { bytes, modifiedAt: Date.now() });
      response.setHeader("etag", `"${createHash("md5").update(bytes).digest("hex")}"`);
      response.end();
    } else if (method === "DELETE") {
      objects.delete(name);
      response.writeHead(204).end();
    } else if (found === undefined) {
      refuse(response, 404, "NoSuchKey");
    } else {
      response.writeHead(200, {
        "content-length": found.bytes.length,
        "last-modified": new Date(found.modifiedAt).toUTCString(),
      });
      if (method === "HEAD") response.end();
      else if (fault === "cut" || fault === "stall") {
        response.write(found.bytes.subarray(0, found.bytes.length / 2), () => {
          if (fault === "cut") request.socket.destroy();
        });
      } else response.end(found.bytes);
    }
  }

  /** Tokens with what an XML and a query must both write in another way. */
  function list(under: string, token: string | null): string {
    const names = [...objects.keys()].filter((name) => name.startsWith(under)).sort();
    const from = token === null ? 0 : Number(/^<&"\+ \/=(\d+)>$/.exec(token)?.[1] ?? Number.NaN);
    const page = names.slice(from, from + pageSize);
    const more = from + pageSize < names.length;
    const contents = page.map((name) => {
      const { modifiedAt = 0, bytes } = objects.get(name) ?? {};
      return `<Contents><Key>${escapeXml(name)}</Key><LastModified>${new Date(modifiedAt).toISOString()}</LastModified><ETag>&quot;0&quot;</ETag><Size>${bytes?.length}</Size><Owner><ID>x</ID></Owner></Contents>`;
    });
    const next = more
      ? `<NextContinuationToken>${escapeXml(`<&"+ /=${from + pageSize}>`)}</NextContinuationToken>`
      : "";
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>${escapeXml(under)}</Prefix><IsTruncated>${more}</IsTruncated>${contents.join("")}${next}</ListBucketResult>`;
  }

  /** As S3 does, it repeats the key's id. */
  function refuse(response: ServerResponse, status: number, code = "Unknown"): void {
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(
      `<?xml version="1.0"?><Error><Code>${code}</Code><AWSAccessKeyId>${settings.accessKeyId}</AWSAccessKeyId></Error>`,
    );
  }

  return running;
}

function flood(response: ServerResponse): void {
  const piece = Buffer.alloc(2 ** 20, " ");
  const write = (): void => {
    if (!response.destroyed) response.write(piece, write);
  };
  write();
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
