/**
 * `npm run screens [-- FOLDER [PATTERN]]`: every screen of the app in both languages and both themes, on a phone and on
 * a desk, of a demo desk of its own; with a pattern those whose device-screen matches it ("desk-.*zhihao"). To be looked
 * at; nothing is judged here (e2e/app-screens.spec.ts does).
 */
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createGenbaServer } from "../e2e/fixtures/genba-server";
import { filmLabel } from "../e2e/fixtures/held-label";
import { Phone } from "../e2e/fixtures/phone";
import { runCommand } from "./failure";
import { makeEvents } from "./screens/make-events";
import { makeReturned, makeWork, signIn } from "./screens/make-work";
import { type Scene, scenes } from "./screens/scenes";

const devices = [
  { name: "phone", viewport: { width: 390, height: 844 } },
  { name: "desk", viewport: { width: 1_280, height: 860 } },
] as const;
const looks = (["zh-TW", "en"] as const).flatMap((locale) =>
  (["light", "dark"] as const).map((theme) => ({ locale, theme })),
);
/** Fonts, pictures and the last of what moves. */
const settleMs = 350;

await runCommand(async () => {
  const folder = process.argv[2] ?? ".screens";
  const pattern = new RegExp(process.argv[3] ?? "");
  mkdirSync(folder, { recursive: true });
  const camera = resolve(folder, "camera.y4m");
  const server = await createGenbaServer({}, { fresh: true });
  try {
    await server.start();
    // A code that holds nothing, so that the scanner goes on looking.
    filmLabel(camera, "");
    let pictures = 0;
    for (const { name, viewport } of devices) {
      const wanted = scenes.filter((scene) => pattern.test(`${name}-${scene.name}`));
      if (wanted.length === 0) continue;
      const phone = await Phone.start({ origin: server.origin, viewport, camera });
      try {
        await phone.page.goto("/");
        await phone.page.emulateMedia({ reducedMotion: "reduce" });
        let who: Scene["who"] | null = null;
        for (const scene of wanted) {
          if (scene.who !== who) {
            who = scene.who;
            if (who !== null) await signIn(phone.page, server, who);
            if (who === "bohan.chen") await makeWork(phone, name);
            if (who === "zhihao.zhang") await makeReturned(phone, server);
            if (who === "siyu.ho") await makeEvents(phone.page, server);
          }
          await drawScene(phone, scene, join(folder, name));
          pictures += looks.length;
        }
      } finally {
        await phone.close();
      }
    }
    console.log(`${folder}: ${pictures} pictures.`);
  } finally {
    await server.remove();
    rmSync(camera, { force: true });
  }
});

async function drawScene(phone: Phone, scene: Scene, prefix: string): Promise<void> {
  const { page } = phone;
  for (const { locale, theme } of looks) {
    await page.evaluate((look) => localStorage.setItem("genba-look", JSON.stringify(look)), {
      locale,
      theme,
    });
    await page.goto(scene.path());
    await page.waitForFunction((lang) => document.documentElement.lang === lang, locale);
    try {
      await scene.prepare?.(page, locale);
      await page.waitForTimeout(settleMs);
    } catch (error) {
      console.error(`${scene.name} ${locale}: ${(error as Error).message.split("\n")[0]}`);
    }
    await page.screenshot({ path: `${prefix}-${scene.name}-${locale}-${theme}.png` });
  }
}
