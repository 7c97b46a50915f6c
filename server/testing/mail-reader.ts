/** A message as a mail program reads it: an own reader, so that what our composer makes is judged by another. */

export interface ReadMail {
  /** Lines of the head as they stand, continuation lines joined. */
  readonly headerLines: readonly string[];
  /** By lower-case name, encoded words decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
}

export function readMail(raw: Buffer): ReadMail {
  const { headerLines, headers, body } = readEntity(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers["content-type"] ?? "")?.[1];
  const parts =
    boundary === undefined
      ? [readEntity(raw)]
      : body
          .toString("latin1")
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => readEntity(Buffer.from(part.replace(/^\r\n/, "").replace(/\r\n$/, ""), "latin1")));
  const bodyOf = (type: string): string => {
    const part = parts.find((one) => one.headers["content-type"]?.startsWith(type));
    return part === undefined
      ? ""
      : decodeBody(part.body, part.headers["content-transfer-encoding"] ?? "7bit");
  };
  return { headerLines, headers, text: bodyOf("text/plain"), html: bodyOf("text/html") };
}

function readEntity(raw: Buffer) {
  const whole = raw.toString("latin1");
  const end = whole.indexOf("\r\n\r\n");
  const headerLines = whole
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = Object.fromEntries(
    headerLines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
  return { headerLines, headers, body: Buffer.from(whole.slice(end + 4), "latin1") };
}

function decodeWords(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, "?==?");
  const bytes = joined.replace(
    /=\?utf-8\?([qb])\?([^?]*)\?=/gi,
    (_word, encoding: string, content: string) =>
      encoding.toLowerCase() === "b"
        ? Buffer.from(content, "base64").toString("latin1")
        : unquote(content.replaceAll("_", " ")),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function decodeBody(body: Buffer, encoding: string): string {
  const text = body.toString("latin1");
  if (encoding === "base64") return Buffer.from(text, "base64").toString("utf8");
  if (encoding === "quoted-printable") {
    return Buffer.from(unquote(text.replace(/=\r\n/g, "")), "latin1").toString("utf8");
  }
  return body.toString("utf8");
}

function unquote(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_code, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
