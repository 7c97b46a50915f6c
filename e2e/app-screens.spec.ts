/**
 * Every screen of scripts/screens/scenes.ts, in both languages and both themes, on a phone and on a desk, in high
 * contrast and with text twice as large: what axe finds, targets, and what large text breaks.
 */
import { expect, type Page, test } from "playwright/test";
import { makeEvents } from "../scripts/screens/make-events";
import { makeReturned, makeWork, signIn } from "../scripts/screens/make-work";
import { type Scene, scenes } from "../scripts/screens/scenes";
import { findBroken, findSmallTargets, findWithAxe, settle } from "./fixtures/audit";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { filmLabel } from "./fixtures/held-label";
import { Phone } from "./fixtures/phone";

const onPhone = { width: 390, height: 844 };
const onDesk = { width: 1_280, height: 860 };
const locales = ["zh-TW", "en"] as const;
type Locale = (typeof locales)[number];
const schemes = ["light", "dark"] as const;
const all = process.env.GENBA_SCREENS === "all";

let server: GenbaServer;
let phone: Phone;

test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
  const camera = testInfo.outputPath("camera.y4m");
  filmLabel(camera, "");
  phone = await Phone.start({ origin: server.origin, camera });
  // Colours are judged as they stay, not while a sheet rises.
  await phone.page.emulateMedia({ reducedMotion: "reduce" });
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
});

test("the measures find what they are for", async ({ page }) => {
  await page.setViewportSize(onPhone);
  await page.setContent(`
    <div style="width:100px;overflow:hidden;white-space:nowrap">some words that do not fit</div>
    <div style="overflow:auto;width:100px;white-space:nowrap">more words that have to be scrolled</div>
    <p style="margin:0">one line</p><p style="margin:-1.1em 0 0">another over it</p>
    <button data-kind="main" style="position:fixed;bottom:0">Save</button>
    <div style="position:fixed;inset:50% 0 0"></div>
    <p style="position:absolute;left:380px">edge</p>`);
  const found = (await findBroken(page)).map((one) => one.split(":")[0]);
  for (const kind of ["cut off", "scrolls sideways", "over each other", "out of reach", "beyond the edge"])
    expect(found).toContain(kind);
});

const people = [...new Set(scenes.map(({ who }) => who))];
for (const who of people) {
  test(`every screen of ${who ?? "a new phone"}`, async () => {
    test.setTimeout(all ? 900_000 : 480_000);
    const { page } = phone;
    await page.setViewportSize(onPhone);
    await page.goto("/");
    if (who !== null) await signIn(page, server, who);
    if (who === "bohan.chen") await makeWork(phone, "phone");
    if (who === "zhihao.zhang") await makeReturned(phone, server);
    if (who === "siyu.ho") await makeEvents(page, server);
    for (const locale of locales) {
      await page.evaluate((look) => localStorage.setItem("genba-look", JSON.stringify(look)), { locale });
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      for (const scene of scenes.filter((one) => one.who === who)) {
        await open(page, scene, locale);
        await judge(page, `${scene.name} ${locale}`, locale);
      }
    }
  });
}

/** Without loading the app again. */
async function open(page: Page, scene: Scene, locale: Locale): Promise<void> {
  const go = (path: string) => page.evaluate((to) => history.pushState(null, "", to), path);
  // What stands open on the screen before goes with it.
  await go("/nowhere");
  await settle(page);
  await go(scene.path());
  await expect(page.getByRole("heading").first()).toBeVisible();
  await scene.prepare?.(page, locale);
  await settle(page);
}

/**
 * What language does not change is judged in one of them: high contrast and the desk, light in one, dark in the other.
 * With GENBA_SCREENS=all everything is judged in every theme and language, on both sizes, which takes twice the time.
 */
async function judge(page: Page, name: string, locale: Locale): Promise<void> {
  const scheme = locale === "en" ? "dark" : "light";
  const judged = all ? schemes : ([scheme] as const);
  await look(page, "light");
  await isFine(`${name}, phone, light`, findWithAxe(page), findSmallTargets(page), findBroken(page));
  await look(page, "dark");
  await isFine(`${name}, phone, dark`, findWithAxe(page, all ? undefined : ["color-contrast"]));
  for (const one of judged) {
    await look(page, "more", one);
    await isFine(`${name}, high contrast, ${one}`, findWithAxe(page, ["color-contrast-enhanced"]));
  }
  await resizeText(page, "200%");
  await settle(page);
  await isFine(`${name}, 200 %`, findBroken(page));
  await resizeText(page, "");
  await page.setViewportSize(onDesk);
  for (const one of judged) {
    await look(page, one);
    await settle(page);
    await isFine(`${name}, desk, ${one}`, findWithAxe(page), findSmallTargets(page), findBroken(page));
  }
  await page.setViewportSize(onPhone);
}

/** As 更多 does it, at once. */
async function look(page: Page, theme: "light" | "dark" | "more", colorScheme: "light" | "dark" = "light") {
  await page.emulateMedia({ colorScheme });
  await page.evaluate((one) => {
    document.documentElement.dataset.theme = one;
  }, theme);
}

/** The person's own size, as a browser's settings have it. */
async function resizeText(page: Page, size: string): Promise<void> {
  await page.evaluate((one) => {
    document.documentElement.style.fontSize = one;
  }, size);
}

async function isFine(name: string, ...measures: readonly Promise<readonly string[]>[]): Promise<void> {
  expect.soft((await Promise.all(measures)).flat(), name).toEqual([]);
}
