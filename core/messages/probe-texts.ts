/** What a message says that asks a device whether it hears. Said by the job process, in the device's language. */
import type { ProbeKind } from "../push/probe-payload";
import type { Locale } from "./vocabulary-texts";

const texts: Readonly<Record<Locale, Readonly<Record<ProbeKind, { title: string; body: string }>>>> = {
  "zh-TW": {
    activate: { title: "通知已開啟", body: "這支裝置會收到指派與審核的通知。" },
    test: { title: "測試通知", body: "這支裝置收得到通知。" },
    silence: {
      title: "很久沒有在這支裝置開啟 Genba",
      body: "請開啟一次 App；五天內沒有開啟，這支裝置就不再收到通知。",
    },
  },
  en: {
    activate: { title: "Notifications are on", body: "This device hears of assignments and reviews." },
    test: { title: "Test notification", body: "This device hears notifications." },
    silence: {
      title: "Genba has not been opened here for long",
      body: "Open the app once. If it stays closed for five days, this device hears no more notifications.",
    },
  },
};

export function probeText(
  locale: Locale,
  kind: ProbeKind,
): { readonly title: string; readonly body: string } {
  return texts[locale][kind];
}
