import { expect, test } from "vitest";
import { deviceName, mendPlace } from "./device-name";

const chromeAndroid =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
const safariIphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1";
const edgeWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
const firefoxLinux = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const samsung =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36";
const safariMac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15";

test.each([
  [chromeAndroid, "Chrome · Android", "android"],
  [safariIphone, "Safari · iPhone", "ios"],
  [edgeWindows, "Edge · Windows", "desktop"],
  [firefoxLinux, "Firefox · Linux", "firefox"],
  [samsung, "Samsung Internet · Android", "android"],
  [safariMac, "Safari · Mac", "safari"],
])("%s", (userAgent, name, place) => {
  expect(deviceName(userAgent)).toBe(name);
  expect(mendPlace(userAgent, 0)).toBe(place);
});

test("an iPad that calls itself a Mac is mended like an iPhone", () => {
  expect(mendPlace(safariMac, 5)).toBe("ios");
});

test("what is no browser that we know has no name, and its words do not reach the screen", () => {
  expect(deviceName("<b>curl</b>")).toBeNull();
  expect(deviceName(null)).toBeNull();
});
