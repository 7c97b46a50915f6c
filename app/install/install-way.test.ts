import { expect, test } from "vitest";
import { installWay } from "./install-way";

const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Safari/604.1";
const chrome = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";
const firefox = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
const desktopFirefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ipad =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.4 Safari/605.1.15";

test.each([
  ["an iPhone", safari, 5, false, "ios"],
  ["an iPad that calls itself a Mac", ipad, 5, false, "ios"],
  ["Chrome that offers it", chrome, 5, true, "prompt"],
  ["Chrome that has not offered it yet", chrome, 5, false, "menu"],
  ["Firefox on Android", firefox, 5, false, "firefox"],
  ["Firefox at a desk", desktopFirefox, 0, false, null],
] as const)("%s is shown its own way", (_name, userAgent, touchPoints, hasOffer, way) => {
  expect(installWay({ userAgent, touchPoints, hasOffer })).toBe(way);
});
