import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AttachmentRef } from "../../core/attachments/attachment";
import {
  type AttachmentDesk,
  codeOf,
  createAttachmentDesk,
  createSender,
  openWith,
  refOf,
  type Sender,
} from "../testing/attachments";
import { createDesk, type Desk, uuid } from "../testing/desk";

let desk: Desk;
let uploads: AttachmentDesk;
let engineer: Sender;
let networkEngineer: Sender;
let requester: Sender;
let admin: Sender;

beforeAll(async () => {
  desk = await createDesk();
  uploads = await createAttachmentDesk(desk);
  engineer = await uploads.senderOf("engineer", desk.engineer);
  networkEngineer = await uploads.senderOf("network-engineer", desk.networkEngineer);
  requester = await uploads.senderOf("requester", desk.requester);
  admin = await uploads.senderOf("admin", desk.admin);
});
afterAll(async () => {
  await desk.end();
  uploads.end();
});

function picture(background: string) {
  return sharp({ create: { width: 400, height: 300, channels: 4, background } });
}

async function store(bytes: Uint8Array, given: Partial<AttachmentRef> = {}): Promise<AttachmentRef> {
  const file = refOf(bytes, given);
  await openWith(desk, desk.engineer, [file]);
  const { status } = await engineer.upload(file, bytes);
  if (status !== 204) throw new Error(`not stored: ${status}`);
  return file;
}

const pathOf = ({ id }: AttachmentRef, variant = ""): string => `/api/attachments/${id}${variant}`;

test.each(["jpeg", "png", "webp", "gif", "avif"] as const)(
  "a %s is shown within the app, whatever its phone said that it is, and has a preview",
  async (format) => {
    const bytes = await picture("#a23").toFormat(format).toBuffer();
    const file = await store(bytes, { mediaType: "text/html", name: "機房.html" });
    const { status, headers } = await engineer.get(pathOf(file));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": `image/${format}`,
      "content-disposition": `inline; filename="__.html"; filename*=UTF-8''%E6%A9%9F%E6%88%BF.html`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-cache",
    });
    const preview = await engineer.get(pathOf(file, "/preview"));
    expect([preview.status, preview.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(preview.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  },
);

const script = "<script>fetch('/api/trpc/session.me')</script>";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${script}</svg>`;

test.each([
  ["an SVG", svg],
  ["an SVG with a declaration", `<?xml version="1.0"?>${svg}`],
  ["an HTML page", `<!doctype html><html>${script}</html>`],
  ["a PDF", "%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>\n"],
  ["a text", "hello"],
  ["an XML", `<?xml version="1.0"?><x/>`],
])("%s that says it is a picture is given as a file, never shown, and has no preview", async (_, text) => {
  const file = await store(Buffer.from(text), { mediaType: "image/png", name: "photo.png" });
  const { headers } = await engineer.get(pathOf(file));
  expect(headers.get("content-type")).toBe("application/octet-stream");
  expect(headers.get("content-disposition")).toMatch(/^attachment;/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(await codeOf(await engineer.get(pathOf(file, "/preview")))).toBe("404 attachment.noPreview");
});

/** A valid PNG of one colour: 10 KB that are 400 megapixels. */
function bomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(checksum(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0], 8);
  const rows = Buffer.alloc(side * (1 + side / 8));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

test("a picture of more pixels than anybody's is stored without being decoded", async () => {
  const bytes = bomb(20_000);
  expect(bytes.length).toBeLessThan(100_000);
  const file = await store(bytes);
  expect((await engineer.get(pathOf(file))).headers.get("content-type")).toBe("image/png");
  expect(await codeOf(await engineer.get(pathOf(file, "/preview")))).toBe("404 attachment.noPreview");
});

test("a picture that breaks off is stored without a preview; of one that moves it is the first frame", async () => {
  const whole = await picture("#123").jpeg().toBuffer();
  const broken = await store(whole.subarray(0, whole.length / 3));
  expect((await engineer.get(pathOf(broken))).status).toBe(200);
  expect((await engineer.get(pathOf(broken, "/preview"))).status).toBe(404);

  const frames = await Promise.all(["#f00", "#00f"].map((colour) => picture(colour).png().toBuffer()));
  const moving = await store(
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
  );
  const preview = await engineer.get(pathOf(moving, "/preview"));
  const { pages, height } = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
  expect([pages ?? 1, height]).toEqual([1, 240]);
});

test("what is stored already is not sent again, and is asked for each time", async () => {
  const file = await store(await picture("#777").png().toBuffer());
  const etag = (await engineer.get(pathOf(file))).headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await engineer.get(pathOf(file), { "if-none-match": known });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("cache-control")).toBe("private, no-cache");
  }
  const preview = await engineer.get(pathOf(file, "/preview"), { "if-none-match": etag });
  expect(preview.status).toBe(200);
  expect(await codeOf(await requester.get(pathOf(file), { "if-none-match": etag }))).toBe(
    "404 attachment.unknown",
  );
});

test("[A9] who does not see the ticket does not see its files, nor whether there are any", async () => {
  const bytes = await picture("#0a0").png().toBuffer();
  const file = refOf(bytes);
  const ticketId = await openWith(desk, desk.engineer, [file]);
  const unknown = { ...file, id: uuid() } as AttachmentRef;
  const all = [engineer, networkEngineer, requester, admin];
  const codes = async (path: string) =>
    Promise.all(
      all.map(async (one) => {
        const answer = await one.get(path);
        return answer.ok ? answer.status : codeOf(answer);
      }),
    );
  const nothing = "404 attachment.unknown";
  expect(await codes(pathOf(unknown))).toEqual([nothing, nothing, nothing, nothing]);
  const soon = "404 attachment.notYet";
  expect(await codes(pathOf(file))).toEqual([soon, soon, nothing, soon]);
  await engineer.upload(file, bytes);
  for (const variant of ["", "/preview"]) {
    expect(await codes(pathOf(file, variant))).toEqual([200, 200, nothing, 200]);
  }
  await desk.database.ticket.update({ where: { id: ticketId }, data: { restricted: true } });
  for (const variant of ["", "/preview"]) {
    expect(await codes(pathOf(file, variant))).toEqual([200, nothing, nothing, 200]);
  }
  await desk.database.ticket.update({ where: { id: ticketId }, data: { reportedById: desk.requester } });
  expect(await codes(pathOf(file))).toEqual([200, nothing, 200, 200]);
});

test("files are for who is signed in, and for our own pages", async () => {
  const file = await store(await picture("#abc").png().toBuffer());
  const stranger = createSender(uploads.means, desk.engineer, "");
  expect(await codeOf(await stranger.get(pathOf(file)))).toBe("401 session.none");
  const foreign = { "sec-fetch-site": "cross-site", origin: null };
  expect(await codeOf(await engineer.get(pathOf(file), foreign))).toBe("403 origin.foreign");
  for (const path of [`${pathOf(file)}/`, pathOf(file, "/preview/x"), pathOf(file, "/original")]) {
    expect(await codeOf(await engineer.get(path))).toBe("404 attachment.unknown");
  }
});
