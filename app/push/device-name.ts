/** What a browser's own words about itself mean to a person: Chrome · Android. A stranger's text; only known names leave. */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(A|iOS)?\//, "Edge"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMacintosh\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
];

/** Null for a browser that says nothing we know. */
export function deviceName(userAgent: string | null): string | null {
  const find = (of: typeof browsers): string | undefined =>
    of.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const names = [find(browsers), find(systems)].filter((name) => name !== undefined);
  return names.length === 0 ? null : names.join(" · ");
}

/** Where notifications are allowed again differs from browser to browser. */
export type MendPlace = "ios" | "android" | "firefox" | "safari" | "desktop";

/** `touchPoints`: an iPad calls itself a Mac, which has none. */
export function mendPlace(userAgent: string, touchPoints: number): MendPlace {
  if (/\b(iPhone|iPad)\b/.test(userAgent)) return "ios";
  if (/\bMacintosh\b/.test(userAgent) && touchPoints > 1) return "ios";
  if (/\bAndroid\b/.test(userAgent)) return "android";
  if (/\bFirefox\//.test(userAgent)) return "firefox";
  return /(Chrome|Edg|OPR)\//.test(userAgent) ? "desktop" : "safari";
}
