/** The screens, by the person who sees them. */
import type { Page } from "playwright";
import { addPhotos, made, shareTooMuch } from "./make-work";

export interface Scene {
  readonly name: string;
  /** Null: nobody is signed in. Scenes of one person stand together. */
  readonly who: "bohan.chen" | "shufen.wang" | "zhihao.zhang" | "meiling.tseng" | "siyu.ho" | null;
  readonly path: () => string;
  /** What a person taps before the picture. */
  readonly prepare?: (page: Page, locale: "zh-TW" | "en") => Promise<void>;
}

const of = (who: Scene["who"], paths: readonly string[]): readonly Scene[] =>
  paths.map((path) => ({ name: nameOf(path, who), who, path: () => path }));

function nameOf(path: string, who: Scene["who"]): string {
  const place = path.slice(1).replaceAll(/[^a-z]+/g, "-");
  return `${place || "start"}-${who?.split(".")[0] ?? "nobody"}`;
}

const tap = (zh: string, en: string): NonNullable<Scene["prepare"]> => {
  return async (page, locale) => {
    await page
      .getByRole("button", { name: locale === "en" ? en : zh, exact: true })
      .first()
      .click();
  };
};

export const scenes: readonly Scene[] = [
  { name: "sign-in", who: null, path: () => "/signin" },
  ...of("bohan.chen", ["/work", "/tickets", "/queue", "/more", "/storage"]),
  { name: "ticket-waiting", who: "bohan.chen", path: () => made.ticket },
  {
    name: "ticket-timeline",
    who: "bohan.chen",
    path: () => made.ticket,
    prepare: async (page) => page.locator("article ol").last().scrollIntoViewIfNeeded(),
  },
  {
    name: "photo",
    who: "bohan.chen",
    path: () => made.ticket,
    prepare: async (page) =>
      page
        .getByRole("button", { name: /2\.jpg/ })
        .first()
        .click(),
  },
  {
    name: "more-actions",
    who: "bohan.chen",
    path: () => made.ticket,
    prepare: tap("更多動作", "More actions"),
  },
  {
    name: "form-with-photos",
    who: "bohan.chen",
    path: () => "/new",
    prepare: async (page) => {
      const kept = page.getByRole("button", { name: /風扇\.log/ }).first();
      await kept.waitFor({ timeout: 1_500 }).catch(() => addPhotos(page, "風扇"));
      await page.locator("fieldset").last().scrollIntoViewIfNeeded();
    },
  },
  ...of("bohan.chen", ["/assets", "/scan", "/assets/labels"]),
  {
    name: "asset",
    who: "bohan.chen",
    path: () => "/assets",
    prepare: async (page) => {
      await page.getByRole("searchbox").fill("A-BC-403");
      await page
        .getByRole("main")
        .getByRole("link", { name: /A-BC-403/ })
        .click();
      await page.getByRole("heading", { name: "A-BC-403" }).waitFor();
    },
  },
  {
    name: "unknown-label",
    who: "bohan.chen",
    path: () => "/scan",
    prepare: async (page) => {
      await page.getByRole("textbox").fill("https://elsewhere.example/device/7741");
      await page.keyboard.press("Enter");
    },
  },
  {
    name: "labels-chosen",
    who: "bohan.chen",
    path: () => "/assets/labels",
    prepare: async (page) => page.getByRole("checkbox").first().check(),
  },
  {
    name: "scan-in-form",
    who: "bohan.chen",
    path: () => "/new?kind=problem",
    prepare: tap("掃描", "Scan"),
  },
  {
    name: "install",
    who: "bohan.chen",
    path: () => "/more",
    prepare: tap("安裝到主畫面", "Put it on the home screen"),
  },
  {
    name: "suggestions",
    who: "bohan.chen",
    path: () => "/new",
    prepare: async (page, locale) => {
      await page.getByLabel(locale === "en" ? "Title" : "標題").fill("東側貨梯門又打不開");
      await page.getByRole("group", { name: locale === "en" ? /^Suggested/ : /^建議/ }).waitFor();
      await page.locator("h1").click();
    },
  },
  {
    name: "shared",
    who: "bohan.chen",
    path: () => "/new",
    prepare: shareTooMuch,
  },
  ...of("shufen.wang", ["/work", "/tickets"]),
  ...of("zhihao.zhang", ["/work", "/reviews", "/inbox", "/push", "/attention"]),
  { name: "new-change", who: "zhihao.zhang", path: () => "/new?kind=change" },
  ...of("meiling.tseng", ["/work", "/new", "/assets"]),
  ...of("siyu.ho", [
    "/admin",
    "/admin/people",
    "/admin/groups",
    "/admin/parameters",
    "/admin/templates",
    "/admin/history",
    "/admin/notifications",
    "/admin/undelivered",
    "/delegates",
  ]),
];
