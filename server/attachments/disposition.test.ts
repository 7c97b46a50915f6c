import { expect, test } from "vitest";
import { disposition } from "./disposition";

test.each([
  ["photo.jpg", "photo.jpg", "photo.jpg"],
  ["機房 1.jpg", "__ 1.jpg", "%E6%A9%9F%E6%88%BF%201.jpg"],
  ['a"b;c.pdf', "a_b;c.pdf", "a%22b%3Bc.pdf"],
  ["it's (1)*.txt", "it's (1)*.txt", "it%27s%20%281%29%2A.txt"],
  ["50%41.txt", "50_41.txt", "50%2541.txt"],
  ["../../etc/passwd", ".._.._etc_passwd", ".._.._etc_passwd"],
  ["line\r\nset-cookie: x", "line__set-cookie: x", "line__set-cookie%3A%20x"],
  ["photo\u202egpj.exe", "photo_gpj.exe", "photo_gpj.exe"],
  ["half\ud83d", "half_", "half_"],
])("the name %j is said in ASCII and as it is, and never leaves its header", (name, ascii, encoded) => {
  expect(disposition("attachment", name)).toBe(
    `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
  );
});
