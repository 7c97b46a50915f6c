import { expect, test } from "vitest";
import { returnCodes } from "../sync/protocol";
import { type PressedEnd, pressedText } from "./pressed-texts";
import { locales } from "./vocabulary-texts";

const ends: readonly PressedEnd[] = [
  { kind: "applied" },
  { kind: "waits" },
  { kind: "signIn" },
  { kind: "update" },
  { kind: "held" },
  { kind: "stalled" },
  { kind: "superseded", isOwn: false },
  { kind: "superseded", isOwn: true },
  { kind: "gone" },
  { kind: "failed" },
  { kind: "notYours" },
  ...returnCodes.map((code) => ({ kind: "returned", code }) as const),
];

test("only what was applied says that it is done; everything else says why not, or what to do", () => {
  for (const locale of locales) {
    for (const action of ["approve", "claim"] as const) {
      const done = pressedText(locale, action, "CHG-000118", { kind: "applied" });
      for (const end of ends) {
        const { title, body } = pressedText(locale, action, "CHG-000118", end);
        expect(title.length).toBeLessThanOrEqual(60);
        if (end.kind === "applied") continue;
        expect(title).not.toBe(done.title);
        expect(body).not.toBe("");
      }
    }
  }
});

test("what came back says why, in the words of the app", () => {
  const text = pressedText("zh-TW", "approve", "CHG-000118", { kind: "returned", code: "review.revision" });
  expect(text).toEqual({
    title: "「核准」沒有生效 · CHG-000118",
    body: "你看過之後改了，請看新的再決定\n點這裡看現在的情形。",
  });
});

test("what is one's own already is not called somebody else's", () => {
  const titleOf = (action: "approve" | "claim", isOwn: boolean) =>
    pressedText("zh-TW", action, "INC-000001", { kind: "superseded", isOwn }).title;
  expect(titleOf("approve", true)).toBe("你已經核准過 · INC-000001");
  expect(titleOf("approve", false)).toBe("已有人先「核准」 · INC-000001");
  // It is only ever superseded for whoever has the ticket.
  expect(titleOf("claim", false)).toBe("這張單已在你手上 · INC-000001");
});

test("of somebody else's notification not even the number is said", () => {
  expect(JSON.stringify(pressedText("en", "claim", "INC-000001", { kind: "notYours" }))).not.toContain("INC");
});
