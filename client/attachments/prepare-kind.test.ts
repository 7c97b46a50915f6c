import { expect, test } from "vitest";
import { mediaTypeOf, pictureOf } from "./prepare-kind";

test.each([
  ["ffd8ffe000104a464946", "photo", "image/jpeg"],
  ["89504e470d0a1a0a0000000d", "graphic", "image/png"],
  ["474946383961", "graphic", "image/gif"],
  ["52494646aabbccdd57454250", "graphic", "image/webp"],
  ["00000018667479706176696600000000", "photo", "image/avif"],
  ["00000018667479706865696300000000", "photo", "image/heic"],
  ["000000186674797068656978", "photo", "image/heic"],
  ["424d36000c000000000036", "graphic", "image/bmp"],
  ["49492a0008000000", "negative", "image/tiff"],
])("%s… is a picture", (hex, kind, mediaType) => {
  expect(pictureOf(Buffer.from(hex, "hex"))).toEqual({ kind, mediaType });
});

test.each([
  ["nothing", ""],
  ["the beginning of a signature", "ffd8"],
  ["a signature further on", "00ffd8ff"],
  ["a PDF", "255044462d312e37"],
  ["a film", "00000018667479706d703432"],
  ["another RIFF file", "52494646aabbccdd57415645"],
  ["a text that begins with BM", Buffer.from("BMC unreachable since 09:12").toString("hex")],
  ["a drawing in SVG", Buffer.from("<svg xmlns=").toString("hex")],
])("%s is none", (_name, hex) => {
  expect(pictureOf(Buffer.from(hex, "hex"))).toBeNull();
});

test.each([
  ["Text/Plain; charset=UTF-8", "text/plain"],
  ["application/vnd.ms-excel", "application/vnd.ms-excel"],
  ["", "application/octet-stream"],
  ["pdf", "application/octet-stream"],
  ["a b/c", "application/octet-stream"],
  [`text/${"x".repeat(64)}`, "application/octet-stream"],
])("the type %j is sent as %s", (claimed, sent) => {
  expect(mediaTypeOf(claimed)).toBe(sent);
});
