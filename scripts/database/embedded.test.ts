import { expect, test } from "vitest";
import { findCause } from "./embedded";

const full = 'could not write to file "pg_wal/xlogtemp.1": No space left on device';

test.each([
  [
    `running bootstrap script ...\nFATAL:  ${full}\nchild process exited with exit code 1\n`,
    `FATAL:  ${full}`,
  ],
  [
    'initdb: error: could not create directory "pg": No space left on device\ninitdb: removing data directory "pg"\n',
    'initdb: error: could not create directory "pg": No space left on device',
  ],
  ["one\nlast words\n", "last words"],
  ["", ""],
])("of what initdb says the cause is shown: %j", (words, cause) => {
  expect(findCause(words)).toBe(cause);
});
