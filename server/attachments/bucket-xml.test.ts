import { expect, test } from "vitest";
import { readErrorCode, readListing } from "./bucket-xml";

const page = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</ListBucketResult>\n`;
const object = (key: string, modified = "2026-11-26T20:00:00.123Z"): string =>
  `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>&quot;x&quot;</ETag><Owner><ID>1</ID></Owner></Contents>`;

test("a page and where it goes on, with entities in names and tokens", () => {
  const xml = page(
    `<Name>b</Name><Prefix>a&amp;b</Prefix>\n<IsTruncated>true</IsTruncated>${object("a&amp;b/&lt;1&gt;&quot;&apos;&#x6a5f;&#25151;&amp;lt;")}\n${object("2")}<NextContinuationToken>1&amp;2+/=</NextContinuationToken>`,
  );
  const modifiedAt = Date.UTC(2026, 10, 26, 20, 0, 0, 123);
  expect(readListing(xml)).toEqual({
    objects: [
      { key: "a&b/<1>\"'機房&lt;", modifiedAt },
      { key: "2", modifiedAt },
    ],
    next: "1&2+/=",
  });
});

test("an empty last page", () => {
  expect(readListing(page("<IsTruncated>false</IsTruncated>"))).toEqual({ objects: [], next: undefined });
});

test.each([
  ["nothing", ""],
  ["another document", "<Error><Code>AccessDenied</Code></Error>"],
  ["a cut one", page(`<IsTruncated>false</IsTruncated>${object("1")}`).slice(0, -30)],
  ["one cut between two objects", page(`<IsTruncated>false</IsTruncated>${object("1")}`).slice(0, -20)],
  ["an object that does not end", page("<IsTruncated>false</IsTruncated><Contents><Key>1</Key>")],
  ["an object without a name", page(`<IsTruncated>false</IsTruncated>${object("1").replace(/Key/g, "Kex")}`)],
  ["an object without a time", page(`<IsTruncated>false</IsTruncated>${object("1", "yesterday")}`)],
  ["no word on whether it goes on", page(object("1"))],
  ["one that goes on nowhere", page("<IsTruncated>true</IsTruncated>")],
  ["an entity of its own", page(`<IsTruncated>false</IsTruncated>${object("&xxe;")}`)],
  ["an entity that does not end", page(`<IsTruncated>false</IsTruncated>${object("a&amp")}`)],
  ["a character that there is not", page(`<IsTruncated>false</IsTruncated>${object("&#x110000;")}`)],
  ["CDATA", page(`<IsTruncated>false</IsTruncated>${object("<![CDATA[1]]>")}`)],
])("no page: %s", (_, xml) => {
  expect(() => readListing(xml)).toThrow(RangeError);
});

test("an error's code, and nothing else of it", () => {
  expect(readErrorCode("<Error>\n<Code>SlowDown</Code><Message>x</Message></Error>")).toBe("SlowDown");
  expect([readErrorCode(""), readErrorCode("<Code>a b\n</Code>")]).toEqual([undefined, undefined]);
});
