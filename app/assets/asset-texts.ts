/** The words of assets and their labels, loaded with them (docs/decisions/0014-first-load.md). */
import type { Locale } from "../../core/messages/vocabulary-texts";

export interface AssetTexts {
  readonly title: string;
  readonly search: string;
  readonly count: (n: number) => string;
  readonly none: string;
  readonly noneHint: string;
  readonly clear: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly scan: string;
  readonly labels: string;
  readonly retired: string;
  readonly retiredHint: string;
  readonly site: string;
  readonly place: string;
  readonly group: string;
  readonly dependsOn: string;
  readonly neededBy: string;
  readonly open: string;
  readonly noOpen: string;
  readonly closed: string;
  readonly knownErrors: string;
  readonly knownSearch: string;
  readonly knownEmpty: string;
  readonly knownEmptyHint: string;
  readonly knownNone: string;
  readonly openTicket: string;
  readonly openAsText: string;
  readonly printLabel: string;
  readonly unknown: string;
  readonly unknownHint: string;
  readonly toList: string;
  readonly labelsTitle: string;
  readonly labelsNotYours: string;
  readonly labelsNotYoursHint: string;
  readonly wholeSite: (site: string) => string;
  readonly print: (labels: number) => string;
  readonly pages: (pages: number) => string;
  readonly nothingChosen: string;
  readonly nothingChosenHint: string;
  readonly tooMany: (most: number) => string;
  readonly used: string;
  readonly usedHint: string;
  readonly holds: (origin: string) => string;
  readonly onlyThisMachine: string;
}

export const assetTexts: Readonly<Record<Locale, AssetTexts>> = {
  "zh-TW": {
    title: "資產",
    search: "編號、名稱、位置、據點",
    count: (n) => `${n} 項`,
    none: "找不到符合的資產",
    noneHint: "換個字，或掃描它的標籤。",
    clear: "清除搜尋",
    empty: "這支手機上還沒有資產",
    emptyHint: "第一次同步完成後就有，之後離線也能查。",
    scan: "掃描標籤",
    labels: "印標籤",
    retired: "已停用",
    retiredHint: "這項資產已停用，不能再選到工單上。東西還在現場？用下面的按鈕開單，並請系統管理員恢復它。",
    site: "據點",
    place: "位置",
    group: "負責的組",
    dependsOn: "依賴",
    neededBy: "依賴它的",
    open: "未結的工單",
    noOpen: "現在沒有未結的工單。",
    closed: "最近結案",
    knownErrors: "已知錯誤",
    knownSearch: "問題、替代方案、資產",
    knownEmpty: "還沒有已知錯誤",
    knownEmptyHint: "問題以「排除現況」結案後，替代方案就在這裡，離線也能查。",
    knownNone: "沒有符合的已知錯誤",
    openTicket: "開單",
    openAsText: "開單，編號寫在描述裡",
    printLabel: "印這張標籤",
    unknown: "這支手機不認得這項資產",
    unknownHint: "可能剛建立（有網路時會自動更新），或已從清單移除。",
    toList: "看資產清單",
    labelsTitle: "印標籤",
    labelsNotYours: "標籤由處理人員列印",
    labelsNotYoursHint: "需要標籤時，請開單告訴服務台。",
    wholeSite: (site) => `${site}全部`,
    print: (labels) => (labels === 0 ? "列印" : `列印 ${labels} 張`),
    pages: (pages) => `A4，每頁 24 張（70 × 35 mm），共 ${pages} 頁`,
    nothingChosen: "還沒有選標籤",
    nothingChosenHint: "勾選資產，或一次選一個據點的全部。",
    tooMany: (most) => `一次最多 ${most} 張，其餘請分次列印。`,
    used: "第一頁已用掉的格數",
    usedHint: "用過的標籤紙可以接著印。列印時邊界選「預設」、縮放選「100%」。",
    holds: (origin) => `標籤上的 QR 會開啟 ${origin}`,
    onlyThisMachine: "這個網址只有這台電腦開得了。請改用大家的網址開啟 App，再列印。",
  },
  en: {
    title: "Assets",
    search: "Tag, name, place, site",
    count: (n) => (n === 1 ? "1 asset" : `${n} assets`),
    none: "No asset matches",
    noneHint: "Try other words, or scan its label.",
    clear: "Clear the search",
    empty: "No assets on this phone yet",
    emptyHint: "They come with the first sync and are here offline from then on.",
    scan: "Scan a label",
    labels: "Print labels",
    retired: "Out of use",
    retiredHint:
      "This asset is out of use and cannot be put on a ticket. Is it still there? Open a ticket by the button below and ask an administrator to bring it back.",
    site: "Site",
    place: "Place",
    group: "Group in charge",
    dependsOn: "Depends on",
    neededBy: "Depend on it",
    open: "Open tickets",
    noOpen: "No open tickets now.",
    closed: "Closed lately",
    knownErrors: "Known errors",
    knownSearch: "Problem, workaround, asset",
    knownEmpty: "No known errors yet",
    knownEmptyHint: "A problem that is contained leaves its workaround here, offline too.",
    knownNone: "No known error like that",
    openTicket: "Open ticket",
    openAsText: "Open a ticket with the tag as text",
    printLabel: "Print its label",
    unknown: "This phone does not know this asset",
    unknownHint: "It may be new (it comes by itself with a network), or it was taken off the list.",
    toList: "See the asset list",
    labelsTitle: "Print labels",
    labelsNotYours: "Labels are printed by agents",
    labelsNotYoursHint: "If you need one, open a ticket for the desk.",
    wholeSite: (site) => `All of ${site}`,
    print: (labels) => (labels === 0 ? "Print" : labels === 1 ? "Print 1 label" : `Print ${labels} labels`),
    pages: (pages) => `A4, 24 a page (70 × 35 mm), ${pages === 1 ? "1 page" : `${pages} pages`}`,
    nothingChosen: "No labels chosen yet",
    nothingChosenHint: "Tick assets, or take all of a site.",
    tooMany: (most) => `At most ${most} at a time; print the others after.`,
    used: "Labels gone from the first page",
    usedHint: "Goes on with a page that was begun. Print with default margins at 100 %.",
    holds: (origin) => `The QR code opens ${origin}`,
    onlyThisMachine:
      "Only this machine opens that address. Open the app by the address that everybody uses, then print.",
  },
};
