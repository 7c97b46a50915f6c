import { expect, test } from "vitest";
import { Failure } from "../failure";
import { readOptions } from "./options";

test("a file alone is played with the defaults", () => {
  expect(readOptions(["log.csv.gz"])).toMatchObject({ file: "log.csv.gz", incidents: 1_000, devices: 40 });
});

test.each([
  [["log.csv.gz", "--speed", "9"], "--speed"],
  [["log.csv.gz", "--incidents"], "--incidents"],
  [["log.csv.gz", "--incidents", "-5"], "--incidents"],
  [["log.csv.gz", "--devices", "1"], "--devices"],
  [["a.csv.gz", "b.csv.gz"], "Usage"],
  [[], "Usage"],
])("%j is one line that says what is wrong", (words, named) => {
  const read = () => readOptions(words);
  expect(read).toThrow(Failure);
  expect(read).toThrow(new RegExp(`^[^\\n]*${named}[^\\n]*$`));
});
