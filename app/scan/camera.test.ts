import { expect, test } from "vitest";
import { troubleOf } from "./camera";

test("each way in which a browser withholds the camera is told apart", () => {
  const said = (name: string) => troubleOf(new DOMException("", name));
  expect(said("NotAllowedError")).toBe("denied");
  expect(said("NotFoundError")).toBe("none");
  expect(said("OverconstrainedError")).toBe("none");
  expect(said("NotReadableError")).toBe("busy");
  expect(troubleOf(new TypeError("whatever comes next"))).toBe("failed");
});
