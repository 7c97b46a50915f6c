/**
 * The screens, by the person who sees them. One list: `npm run screens` draws it and e2e/app-screens.spec.ts judges
 * it; a new address of the app that is not in it turns a test red (scenes.test.ts).
 */
import type { Page } from "playwright";
import type { clientRoutes } from "../../core/routes";
import { addPhotos, made, shareTooMuch } from "./make-work";

export interface Scene {
  readonly name: string;
  /** Null: nobody is signed in. Scenes of one person stand together. */
  readonly who: "bohan.chen" | "shufen.wang" | "zhihao.zhang" | "meiling.tseng" | "siyu.ho" | null;
  /** Of core/routes.ts; the one where it ends, when it is reached by a tap. */
  readonly route: (typeof clientRoutes)[number];
  readonly path: () => string;
  /** What a person taps before the picture. */
  readonly prepare?: (page: Page, locale: "zh-TW" | "en") => Promise<void>;
}
type Who = Scene["who"];
type Prepare = NonNullable<Scene["prepare"]>;

const of = (who: Who, routes: readonly Scene["route"][]): readonly Scene[] =>
  routes.map((route) => ({ name: nameOf(route, who), who, route, path: () => route }));

const at = (who: Who, name: string, route: Scene["route"], path: string, prepare?: Prepare): Scene => {
  return { name, who, route, path: () => path, ...(prepare === undefined ? {} : { prepare }) };
};

/** Of the ticket that its person made. */
const ofTicket = (name: string, prepare?: Prepare, query = ""): Scene => {
  const scene = { name, who: "bohan.chen", route: "/tickets/:id", path: () => made.ticket + query } as const;
  return prepare === undefined ? scene : { ...scene, prepare };
};

function nameOf(route: string, who: Who): string {
  const place = route.slice(1).replaceAll(/[^a-z]+/g, "-");
  return `${place || "start"}-${who?.split(".")[0] ?? "nobody"}`;
}

const tap = (zh: string, en: string): Prepare => {
  return async (page, locale) => {
    const name = new RegExp(`^${locale === "en" ? en : zh}`);
    await page.getByRole("button", { name }).first().click();
  };
};

/** The sheet that a tap opens. */
const sheet = (zh: string, en: string): Prepare => {
  return async (page, locale) => {
    await tap(zh, en)(page, locale);
    await page.getByRole("dialog").first().waitFor();
  };
};

const dialog: Prepare = (page) => page.getByRole("dialog").first().waitFor();

/** The first link of the screen's list. */
const firstLink: Prepare = async (page) => {
  await page.getByRole("main").getByRole("link").first().click();
  await page.getByRole("main").getByRole("textbox").first().waitFor();
};

const makeKey: Prepare = async (page, locale) => {
  const [make, name, scope] =
    locale === "en" ? ["Make a key", "Name", "Read tickets"] : ["新增金鑰", "名稱", "讀工單"];
  await page.getByRole("button", { name: make }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel(name).fill("報表");
  await form.getByLabel(scope).check();
  await form.getByRole("button", { name: make }).click();
  await form.getByText(/^gak_/).waitFor();
};

/** One that nobody answers, made where there is none yet. */
const openWebhook: Prepare = async (page, locale) => {
  const [add, name, url] =
    locale === "en" ? ["Add a webhook", "Name", "Address"] : ["新增 Webhook", "名稱", "網址"];
  const [copied, close] = locale === "en" ? ["Copy", "Close"] : ["複製", "關閉"];
  const row = page.getByRole("button", { name: /^聊天室/ }).first();
  await page.getByRole("button", { name: add }).waitFor();
  if ((await row.count()) === 0) {
    await page.getByRole("button", { name: add }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel(name).fill("聊天室");
    await form.getByLabel(url).fill("http://localhost:9/hook");
    await form.getByRole("button", { name: add }).click();
    await form.getByRole("button", { name: copied }).waitFor();
    await form.getByRole("button", { name: close }).click();
  }
  await row.click();
  await page.getByRole("dialog").waitFor();
};

export const scenes: readonly Scene[] = [
  ...of(null, ["/signin"]),
  ...of("bohan.chen", ["/work", "/tickets", "/queue", "/more", "/storage"]),
  at("bohan.chen", "filter", "/tickets", "/tickets", sheet("篩選", "Filter")),
  at("bohan.chen", "nothing-found", "/tickets", "/tickets", async (page) => {
    await page.getByRole("searchbox").first().fill("zzzz");
    await page.getByRole("main").getByRole("heading", { level: 2 }).first().waitFor();
  }),
  ofTicket("ticket-waiting"),
  ofTicket("ticket-timeline", async (page) => {
    await page.locator("article ol").last().scrollIntoViewIfNeeded();
  }),
  ofTicket("photo", async (page) => {
    await page
      .getByRole("button", { name: /2\.jpg/ })
      .first()
      .click();
  }),
  ofTicket("more-actions", sheet("更多動作", "More actions")),
  ofTicket("comment", dialog, "?do=comment"),
  ofTicket("edit", dialog, "?do=edit"),
  at("bohan.chen", "form-with-photos", "/new", "/new", async (page) => {
    const kept = page.getByRole("button", { name: /風扇\.log/ }).first();
    await kept.waitFor({ timeout: 1_500 }).catch(() => addPhotos(page, "風扇"));
    await page.locator("fieldset").last().scrollIntoViewIfNeeded();
  }),
  at("bohan.chen", "picker", "/new", "/new", sheet("類別", "Category")),
  at("bohan.chen", "new-problem", "/new", "/new?kind=problem", async (page) => {
    await page.locator("details").evaluate((more) => more.setAttribute("open", ""));
  }),
  ...of("bohan.chen", ["/assets", "/scan", "/known-errors"]),
  at("bohan.chen", "calendar-list", "/calendar", "/calendar?view=list"),
  at("bohan.chen", "calendar-week", "/calendar", "/calendar?view=week"),
  at("bohan.chen", "calendar-month", "/calendar", "/calendar?view=month"),
  at("bohan.chen", "calendar-filter", "/calendar", "/calendar", sheet("篩選", "Filter")),
  at("bohan.chen", "calendar-link", "/calendar", "/calendar", sheet("在別的行事曆訂閱", "Subscribe")),
  at("bohan.chen", "labels", "/assets/:id", "/assets/labels"),
  at("bohan.chen", "asset", "/assets/:id", "/assets", async (page) => {
    await page.getByRole("searchbox").fill("A-BC-403");
    await page
      .getByRole("main")
      .getByRole("link", { name: /A-BC-403/ })
      .click();
    await page.getByRole("heading", { name: "A-BC-403" }).waitFor();
  }),
  at("bohan.chen", "unknown-label", "/scan", "/scan", async (page) => {
    await page.getByRole("textbox").fill("https://elsewhere.example/device/7741");
    await page.keyboard.press("Enter");
  }),
  at("bohan.chen", "labels-chosen", "/assets/:id", "/assets/labels", async (page) =>
    page.getByRole("checkbox").first().check(),
  ),
  at("bohan.chen", "scan-in-form", "/new", "/new?kind=problem", sheet("掃描", "Scan")),
  at("bohan.chen", "install", "/more", "/more", sheet("安裝到主畫面", "Put it on the home screen")),
  at("bohan.chen", "sign-out", "/more", "/more", sheet("登出", "Sign out")),
  at("bohan.chen", "suggestions", "/new", "/new", async (page, locale) => {
    await page.getByLabel(locale === "en" ? "Title" : "標題").fill("東側貨梯門又打不開");
    await page.getByRole("group", { name: locale === "en" ? /^Suggested/ : /^建議/ }).waitFor();
    await page.locator("h1").click();
  }),
  at("bohan.chen", "shared", "/new", "/new", shareTooMuch),
  at("bohan.chen", "not-found", "/work", "/nowhere"),
  ...of("shufen.wang", ["/work", "/tickets", "/plots"]),
  at("shufen.wang", "plot-table", "/plots", "/plots?days=90", async (page) => {
    await page.locator("details summary").first().click();
  }),
  at("shufen.wang", "plot-tickets", "/plots", "/plots?days=90&flow=incident", async (page, locale) => {
    await tap("看工單", "See the tickets")(page, locale);
    await dialog(page, locale);
  }),
  at("shufen.wang", "calendar-online", "/calendar", "/calendar?view=list"),
  at("shufen.wang", "calendar-week-online", "/calendar", "/calendar?view=week"),
  ...of("zhihao.zhang", ["/work", "/reviews", "/inbox", "/push", "/attention"]),
  at("zhihao.zhang", "difference", "/tickets/:id", "/reviews", async (page) => {
    await page.getByRole("article").getByRole("heading").getByRole("link").first().click();
    await page.getByRole("article").getByRole("heading", { level: 1 }).waitFor();
  }),
  at("zhihao.zhang", "vote", "/reviews", "/reviews", sheet("駁回", "Reject")),
  at("zhihao.zhang", "new-change", "/new", "/new?kind=change"),
  ...of("meiling.tseng", ["/work", "/new", "/assets"]),
  ...of("siyu.ho", [
    "/admin",
    "/admin/people",
    "/admin/groups",
    "/admin/parameters",
    "/admin/sla",
    "/admin/events",
    "/admin/events/sources",
    "/admin/events/rules",
    "/admin/events/windows",
    "/admin/events/recent",
    "/admin/templates",
    "/admin/blackouts",
    "/admin/relations",
    "/admin/data",
    "/admin/history",
    "/admin/notifications",
    "/admin/undelivered",
    "/admin/keys",
    "/admin/webhooks",
    "/delegates",
  ]),
  at("siyu.ho", "person", "/admin/people/:id", "/admin/people", firstLink),
  at("siyu.ho", "group", "/admin/groups/:id", "/admin/groups", firstLink),
  at("siyu.ho", "calendar", "/admin/sla/:id", "/admin/sla", async (page, locale) => {
    await page.getByRole("main").getByRole("link").first().click();
    await sheet("加一天", "Add a day")(page, locale);
  }),
  at(
    "siyu.ho",
    "new-relation",
    "/admin/relations",
    "/admin/relations",
    sheet("新增依賴", "Add a dependency"),
  ),
  at("siyu.ho", "import-problems", "/admin/data", "/admin/data", async (page, locale) => {
    const text = "email,name,role\nno address,陳,agent\nshufen.wang@genba.example,王淑芬,boss\n";
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.getByRole("heading", { name: locale === "en" ? /problems/ : /個問題/ }).waitFor();
  }),
  at("siyu.ho", "event-rule", "/admin/events/rules/:id", "/admin/events/rules", async (page, locale) => {
    await page.getByRole("main").getByRole("link", { name: /^1\./ }).click();
    await page
      .getByText(locale === "en" ? /events match/ : /個事件裡符合/)
      .first()
      .waitFor();
    await page.locator("details").evaluate((more) => more.setAttribute("open", ""));
  }),
  at(
    "siyu.ho",
    "event-rule-preview",
    "/admin/events/rules/:id",
    "/admin/events/rules",
    async (page, locale) => {
      await page.getByRole("main").getByRole("link", { name: /^1\./ }).click();
      await page
        .getByText(locale === "en" ? /events match/ : /個事件裡符合/)
        .first()
        .waitFor();
      await page.getByText(locale === "en" ? /^Preview/ : /^預覽/).scrollIntoViewIfNeeded();
      await page.locator("details").scrollIntoViewIfNeeded();
    },
  ),
  at(
    "siyu.ho",
    "event-rule-incident",
    "/admin/events/rules/:id",
    "/admin/events/rules/new",
    async (page, locale) => {
      await page.getByRole("button", { name: locale === "en" ? "Save" : "儲存" }).click();
      await page.getByText(locale === "en" ? "Title template" : "標題樣板").scrollIntoViewIfNeeded();
    },
  ),
  at(
    "siyu.ho",
    "event-order",
    "/admin/events/rules",
    "/admin/events/rules",
    tap("調整順序", "Change the order"),
  ),
  at("siyu.ho", "event-key", "/admin/events/sources", "/admin/events/sources", async (page, locale) => {
    await page
      .getByRole("main")
      .getByRole("button", { name: /^Zabbix/ })
      .click();
    await sheet("換金鑰", "Change the key")(page, locale);
    await page.locator("pre").first().waitFor();
  }),
  at("siyu.ho", "event-source", "/admin/events/sources", "/admin/events/sources", sheet("Zabbix", "Zabbix")),
  at(
    "siyu.ho",
    "event-new-source",
    "/admin/events/sources",
    "/admin/events/sources",
    sheet("新增來源", "Add a source"),
  ),
  at("siyu.ho", "event-window", "/admin/events/windows", "/admin/events/windows", sheet("核心", "核心")),
  {
    ...at("siyu.ho", "event-ticket", "/tickets/:id", "", async (page, locale) => {
      await tap("看監控事件", "Show monitoring events")(page, locale);
      await page
        .getByRole("region", { name: locale === "en" ? "Monitoring events" : "監控事件" })
        .getByRole("listitem")
        .first()
        .waitFor();
      await page
        .getByRole("region", { name: locale === "en" ? "Monitoring events" : "監控事件" })
        .scrollIntoViewIfNeeded();
    }),
    path: () => made.alarm,
  },
  at("siyu.ho", "new-key", "/admin/keys", "/admin/keys", sheet("新增金鑰", "Make a key")),
  at("siyu.ho", "key-once", "/admin/keys", "/admin/keys", makeKey),
  at("siyu.ho", "key", "/admin/keys", "/admin/keys", sheet("報表", "報表")),
  at("siyu.ho", "new-webhook", "/admin/webhooks", "/admin/webhooks", sheet("新增 Webhook", "Add a webhook")),
  at("siyu.ho", "webhook", "/admin/webhooks", "/admin/webhooks", openWebhook),
  at("siyu.ho", "new-person", "/admin/people", "/admin/people", sheet("新增人員", "Add a person")),
];
