/** The words of push health, loaded with it (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { MendPlace } from "./device-name";
import type { HopName, ProbeVerdict } from "./hops-view";

export interface PushTexts {
  readonly title: string;
  readonly why: string;
  readonly on: string;
  readonly off: string;
  readonly later: string;
  readonly failed: string;
  readonly isOn: string;
  readonly isWaiting: string;
  readonly waitingHint: string;
  readonly denied: string;
  readonly lost: string;
  readonly ownOff: string;
  readonly unsupported: string;
  readonly needsInstall: string;
  readonly trouble: string;
  readonly mend: string;
  readonly mendTitle: string;
  readonly mendSteps: Readonly<Record<MendPlace, readonly string[]>>;
  readonly thisDevice: string;
  readonly otherDevices: string;
  readonly noOthers: string;
  readonly unknownDevice: string;
  readonly heard: (ago: string) => string;
  readonly notProved: string;
  readonly silent: (days: number) => string;
  readonly refused: (times: number, error: string) => string;
  readonly titles: string;
  readonly titlesHint: string;
  readonly test: string;
  readonly testing: string;
  readonly hop: Readonly<Record<HopName, string>>;
  readonly verdict: Readonly<Record<ProbeVerdict, string>>;
  readonly said: (error: string) => string;
  readonly remove: string;
  readonly removeSure: (name: string) => string;
  readonly removed: string;
  readonly tooSoon: string;
  readonly notDone: string;
  readonly offline: string;
  readonly offlineHint: string;
  readonly loading: string;
}

export const pushTexts: Readonly<Record<Locale, PushTexts>> = {
  "zh-TW": {
    title: "通知健康",
    why: "工單指派給你、輪到你審核時，這支裝置會響。",
    on: "開啟通知",
    off: "關閉這支裝置的通知",
    later: "以後再說",
    failed: "沒有開成功，請在有網路時再試。",
    isOn: "這支裝置會收到通知",
    isWaiting: "已開啟，正在等第一則通知送到…",
    waitingHint: "通常幾秒就到。一直沒到：檢查省電模式和網路，或關閉後再開啟一次。",
    denied: "通知被這個瀏覽器擋住了，所以這支裝置收不到。",
    lost: "這支裝置的通知不見了，請再開啟一次。",
    ownOff: "你在「更多 → 我的通知方式」關掉了「推播到我的手機」，所以除了測試，什麼都不會響。",
    unsupported: "這個瀏覽器不能收通知。有事會在「收到的通知」和電子郵件裡。",
    needsInstall: "iPhone 請先把 App 加到主畫面：點分享，選「加入主畫面」，再從主畫面開啟。",
    trouble: "這支裝置收不到通知",
    mend: "看怎麼修好",
    mendTitle: "這樣修好",
    mendSteps: {
      ios: ["打開 iPhone 的「設定」", "點「通知」，找到「Genba 現場」", "打開「允許通知」，再回到這裡"],
      android: [
        "長按主畫面上的 Genba 圖示，點「應用程式資訊」（或點網址列左邊的圖示，選「權限」）",
        "點「通知」，打開",
        "回到這裡，再開啟通知",
      ],
      firefox: ["點網址列左邊的鎖頭圖示", "清除「傳送通知：已封鎖」", "重新整理，再開啟通知"],
      safari: [
        "打開 Safari 的「設定」，點「網站」",
        "點左邊的「通知」",
        "把這個網站改成「允許」，再回到這裡",
      ],
      desktop: ["點網址列左邊的網站圖示", "把「通知」改成「允許」", "重新整理，再開啟通知"],
    },
    thisDevice: "這支裝置",
    otherDevices: "我的其他裝置",
    noOthers: "沒有其他裝置。",
    unknownDevice: "不明的瀏覽器",
    heard: (ago) => `上次有消息：${ago}`,
    notProved: "還沒收到第一則通知",
    silent: (days) => `${days} 天沒有消息；滿 60 天不再通知這支裝置，在上面開啟 App 一次就會留著`,
    refused: (times, error) => `推播服務最近 ${times} 次沒有收下（${error}）`,
    titles: "通知上顯示工單標題",
    titlesHint: "鎖定畫面誰都看得到。不勾選時只說單號、關卡、優先順序和風險。",
    test: "傳送測試通知",
    testing: "測試中…",
    hop: {
      queued: "排入",
      sent: "送往推播服務",
      accepted: "推播服務收下",
      received: "裝置收到",
      shown: "已顯示",
    },
    verdict: {
      running: "等候中…",
      shown: "收得到：每一站都到了。",
      notSent: "還沒有送出：伺服器的通知程序可能沒有在執行，請告訴系統管理員。",
      notAccepted: "推播服務沒有收下，請告訴系統管理員。",
      notReceived: "推播服務收下了，裝置還沒有收到：檢查裝置的網路、省電模式，瀏覽器要能在背景執行。",
      notShown: "裝置收到了，但沒有顯示：檢查系統設定裡的通知和勿擾模式。",
      gone: "推播服務說這支裝置已經不在，已移除。請在那支裝置再開啟一次通知。",
      unknown: "問不到結果：這裡沒有網路。",
    },
    said: (error) => `推播服務說：${error}`,
    remove: "移除",
    removeSure: (name) => `「${name}」不再收到通知。那支裝置上的資料不受影響，之後可以在那裡再開啟。`,
    removed: "已移除",
    tooSoon: "剛測試過，請等幾秒",
    notDone: "沒有做成，請在有網路時再試",
    offline: "離線，看不到裝置清單",
    offlineHint: "有網路時會自動讀取。",
    loading: "讀取中…",
  },
  en: {
    title: "Push health",
    why: "This device rings when a ticket is assigned to you, or when it is your turn to review.",
    on: "Turn on notifications",
    off: "Turn off on this device",
    later: "Later",
    failed: "Not turned on. Try again with a network.",
    isOn: "This device hears notifications",
    isWaiting: "Turned on, waiting for the first notification…",
    waitingHint:
      "It usually takes seconds. If it does not come: check power saving and the network, or turn it off and on again.",
    denied: "This browser blocks notifications, so this device does not hear any.",
    lost: "Notifications of this device were lost. Please turn them on again.",
    ownOff: "“Push to my phone” is off under More → How I am told, so nothing but tests will ring.",
    unsupported: "This browser cannot take notifications. Look in “What you were told” and your e-mail.",
    needsInstall:
      "On an iPhone, first put the app on the home screen: Share, “Add to Home Screen”, then open it from there.",
    trouble: "This device does not hear notifications",
    mend: "How to mend it",
    mendTitle: "How to mend it",
    mendSteps: {
      ios: [
        "Open the iPhone's Settings",
        "Notifications, then “Genba 現場”",
        "Turn on “Allow Notifications”, and come back here",
      ],
      android: [
        "Hold Genba's icon on the home screen and choose “App info” (or the icon left of the address, “Permissions”)",
        "Notifications: on",
        "Come back here and turn them on",
      ],
      firefox: [
        "Choose the lock left of the address",
        "Clear “Send notifications: Blocked”",
        "Reload, then turn them on here",
      ],
      safari: [
        "Open Safari's Settings, “Websites”",
        "Choose “Notifications” on the left",
        "Set this site to “Allow”, and come back here",
      ],
      desktop: [
        "Choose the icon left of the address",
        "Set “Notifications” to “Allow”",
        "Reload, then turn them on here",
      ],
    },
    thisDevice: "This device",
    otherDevices: "My other devices",
    noOthers: "No other devices.",
    unknownDevice: "Unknown browser",
    heard: (ago) => `Last heard of: ${ago}`,
    notProved: "Has not received its first notification yet",
    silent: (days) =>
      `Not heard of for ${days} days. After 60 it hears no more notifications; opening the app there once keeps it`,
    refused: (times, error) => `Its push service refused the last ${times} (${error})`,
    titles: "Show ticket titles in notifications",
    titlesHint:
      "Anybody can read a locked screen. Without this they say number, stage, priority and risk only.",
    test: "Send a test notification",
    testing: "Testing…",
    hop: {
      queued: "Queued",
      sent: "Sent to the push service",
      accepted: "Taken by the push service",
      received: "Received by the device",
      shown: "Shown",
    },
    verdict: {
      running: "Waiting…",
      shown: "It hears: every hop was reached.",
      notSent: "Not sent yet: the desk's job process may not be running. Please tell an administrator.",
      notAccepted: "The push service did not take it. Please tell an administrator.",
      notReceived:
        "The push service took it, and the device has not received it: check its network and power saving, and that the browser may run in the background.",
      notShown:
        "The device received it and did not show it: check notifications and do-not-disturb in its settings.",
      gone: "The push service says that this device is no more; it was removed. Turn notifications on again there.",
      unknown: "No answer: there is no network here.",
    },
    said: (error) => `The push service said: ${error}`,
    remove: "Remove",
    removeSure: (name) =>
      `“${name}” will hear no more notifications. Nothing else on it changes, and they can be turned on there again.`,
    removed: "Removed",
    tooSoon: "Tested just now, wait a few seconds",
    notDone: "Not done. Try again with a network",
    offline: "Offline: the devices cannot be listed",
    offlineHint: "They load as soon as there is a network.",
    loading: "Loading…",
  },
};
