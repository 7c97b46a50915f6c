/** The judge of signatures, by the examples that the S3 API reference prints with their signatures. */
import { expect, test } from "vitest";
import { findFault, type SignedRequest } from "./sigv4";

const key = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const now = Date.UTC(2013, 4, 24);
const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function example(
  line: string,
  signed: string,
  signature: string,
  more: Record<string, string> = {},
): SignedRequest {
  const [method = "", target = ""] = line.split(" ");
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=${signature}`;
  return {
    method,
    target,
    headers: {
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-content-sha256": ofNothing,
      "x-amz-date": "20130524T000000Z",
      ...more,
      authorization,
    },
  };
}

const get = example(
  "GET /test.txt",
  "host;range;x-amz-content-sha256;x-amz-date",
  "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  { range: "bytes=0-9" },
);
const put = example(
  "PUT /test$file.text",
  "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
  "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  {
    date: "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
  },
);
const list = example(
  "GET /?max-keys=2&prefix=J",
  "host;x-amz-content-sha256;x-amz-date",
  "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
);

test.each([
  [get, ""],
  [put, "Welcome to Amazon S3."],
  [list, ""],
])("takes the example of the reference: $method $target", (request, body) => {
  expect(findFault(request, Buffer.from(body), key, now)).toBeNull();
});

test.each([
  ["another method", { ...get, method: "PUT" }, "SignatureDoesNotMatch"],
  ["another object", { ...get, target: "/test.txu" }, "SignatureDoesNotMatch"],
  ["another query", { ...list, target: "/?max-keys=3&prefix=J" }, "SignatureDoesNotMatch"],
  ["another host", { ...get, headers: { ...get.headers, host: "other" } }, "SignatureDoesNotMatch"],
  ["a header that is not signed", { ...get, headers: { ...get.headers, "x-amz-acl": "x" } }, "AccessDenied"],
  ["no signature", { ...get, headers: {} }, "AuthorizationHeaderMalformed"],
] as const)("refuses %s", (_, request, code) => {
  expect(findFault(request, Buffer.alloc(0), key, now)).toBe(code);
});

test("refuses another body, another secret and another time", () => {
  expect(findFault(put, Buffer.from("welcome"), key, now)).toBe("XAmzContentSHA256Mismatch");
  const other = { ...key, secretAccessKey: "other" };
  expect(findFault(get, Buffer.alloc(0), other, now)).toBe("SignatureDoesNotMatch");
  expect(findFault(get, Buffer.alloc(0), key, now + 16 * 60_000)).toBe("RequestTimeTooSkewed");
});
