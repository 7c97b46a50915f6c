/** `npm run icons`: draws public/icons anew. The PNGs are committed; this runs when the drawing changes. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { runCommand } from "./failure";
import { chromiumPath } from "./testing/chromium";

const ink = "#15181b";
const paper = "#f6f4ee";
const signal = "#ffb31a";

type Icon = {
  readonly name: string;
  readonly sizePx: number;
  readonly background: "rounded" | "full" | "none";
  /** The drawing's part of the width: a maskable icon keeps it inside the middle 80 %. */
  readonly scale: number;
};

const icons: readonly Icon[] = [
  { name: "icon-192", sizePx: 192, background: "rounded", scale: 0.74 },
  { name: "icon-512", sizePx: 512, background: "rounded", scale: 0.74 },
  { name: "icon-maskable-512", sizePx: 512, background: "full", scale: 0.6 },
  { name: "apple-touch-180", sizePx: 180, background: "full", scale: 0.7 },
  // Android takes the shape of a badge from its alpha alone.
  { name: "badge-96", sizePx: 96, background: "none", scale: 0.92 },
];

await runCommand(async () => {
  const folder = join("public", "icons");
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (const icon of icons) {
      const { name, sizePx } = icon;
      const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
      await page.setContent(`<style>*{margin:0}svg{display:block}</style>${draw(icon)}`);
      await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
});

/** A row of three stages as the screens draw it, the third the current one. */
function draw({ sizePx, background, scale }: Icon): string {
  const isBadge = background === "none";
  const radius = background === "rounded" ? 112 : 0;
  const ground = isBadge ? "" : `<rect width="512" height="512" rx="${radius}" fill="${ink}"/>`;
  const colours = isBadge ? ["#fff", "#fff", "#fff"] : [paper, paper, signal];
  // The row is 344 wide and 232 high before scaling.
  const factor = (512 * scale) / 344;
  const stages = colours.map((fill, index) => {
    const left = -172 + index * 112;
    return `<path transform="translate(${left})" fill="${fill}" d="M0-116h56l64 116-64 116H0l64-116z"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="${sizePx}" height="${sizePx}">
    ${ground}<g transform="translate(256 256) scale(${factor})">${stages.join("")}</g></svg>`;
}
