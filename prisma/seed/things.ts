/** Sites, categories, assets and templates of the demo desk. */
import type { GroupKey } from "./people";

export type SiteKey = keyof typeof sites;
export type CategoryKey = keyof typeof categories;

export const sites = { nangang: "南港廠", taichung: "台中資料中心", kaohsiung: "高雄轉運站" } as const;

type Category = { readonly name: string; readonly parent: string | null; readonly group: GroupKey | null };
const category = (name: string, parent: string | null = null, group: GroupKey | null = null): Category => ({
  name,
  parent,
  group,
});

/** A parent stands before its children. */
export const categories = {
  facility: category("廠務設施"),
  power: category("不斷電與配電", "facility"),
  cooling: category("空調與環控", "facility"),
  lift: category("電梯與升降設備", "facility"),
  access: category("門禁與監視", "facility"),
  networking: category("網路", null, "network"),
  wired: category("有線網路", "networking", "network"),
  wireless: category("無線網路", "networking", "network"),
  line: category("專線與對外線路", "networking", "network"),
  computing: category("伺服器與儲存"),
  server: category("伺服器", "computing"),
  storage: category("儲存與備份", "computing"),
  device: category("終端設備"),
  scanner: category("條碼掃描器", "device"),
  printer: category("標籤印表機", "device"),
  application: category("應用系統", null, "application"),
  warehouse: category("倉儲系統", "application", "application"),
  manufacturing: category("製造執行系統", "application", "application"),
} as const satisfies Record<string, Category>;

type Asset = {
  readonly tag: string;
  readonly name: string;
  readonly site: SiteKey;
  readonly location: string;
  readonly group: GroupKey | null;
};

/** `count` things of one kind, numbered from `first`. */
function series(
  prefix: string,
  first: number,
  name: string,
  site: SiteKey,
  group: GroupKey | null,
  locations: readonly string[],
): readonly Asset[] {
  return locations.map((location, index) => ({
    tag: `A-${prefix}-${String(first + index).padStart(3, "0")}`,
    name,
    site,
    location,
    group,
  }));
}

export const assets: readonly Asset[] = [
  ...series("DR", 11, "門禁讀卡機", "nangang", "nangang", ["一樓大廳", "地下一樓卸貨區", "三樓產線入口"]),
  ...series("DR", 17, "門禁讀卡機", "taichung", "taichung", ["機房前室", "機房 A 區", "機房 B 區"]),
  ...series("DR", 24, "門禁讀卡機", "kaohsiung", "kaohsiung", ["月台入口", "辦公室"]),
  ...series("UPS", 1, "不斷電系統 80 kVA", "taichung", "taichung", ["電力室 1", "電力室 2"]),
  ...series("UPS", 5, "不斷電系統 20 kVA", "nangang", "nangang", ["三樓弱電間", "地下二樓機電室"]),
  ...series("UPS", 8, "不斷電系統 10 kVA", "kaohsiung", "kaohsiung", ["弱電間"]),
  ...series("PDU", 31, "機櫃配電單元", "taichung", "taichung", ["A 區 04 櫃", "A 區 05 櫃", "B 區 02 櫃"]),
  ...series("AC", 2, "精密空調", "taichung", "taichung", ["機房 A 區", "機房 B 區", "電力室"]),
  ...series("AC", 9, "分離式空調", "nangang", "nangang", ["三樓弱電間"]),
  ...series("EL", 1, "貨梯", "nangang", "nangang", ["東側", "西側"]),
  ...series("EL", 6, "升降平台", "kaohsiung", "kaohsiung", ["月台 3"]),
  ...series("SW", 101, "核心交換器", "taichung", "network", ["A 區 01 櫃", "B 區 01 櫃"]),
  ...series("SW", 121, "樓層交換器", "nangang", "network", ["一樓弱電間", "三樓弱電間", "五樓弱電間"]),
  ...series("SW", 141, "樓層交換器", "kaohsiung", "network", ["弱電間"]),
  ...series("AP", 201, "無線基地台", "nangang", "network", ["三樓產線東側", "三樓產線西側"]),
  ...series("AP", 221, "無線基地台", "kaohsiung", "network", ["月台 1", "月台 3", "倉庫中央"]),
  ...series("SV", 301, "虛擬化主機", "taichung", "application", ["A 區 04 櫃", "A 區 05 櫃"]),
  ...series("ST", 311, "儲存設備", "taichung", "application", ["B 區 02 櫃"]),
  ...series("BC", 401, "手持條碼掃描器", "kaohsiung", "kaohsiung", ["月台 1", "月台 2", "月台 3"]),
  ...series("LP", 411, "標籤印表機", "kaohsiung", "kaohsiung", ["包裝區", "出貨區"]),
  ...series("LP", 421, "標籤印表機", "nangang", "nangang", ["三樓產線"]),
  ...series("CM", 501, "監視攝影機", "nangang", "nangang", ["地下一樓卸貨區", "大門"]),
];

/** 依賴: the first does not work without the second. */
export const dependencies: readonly (readonly [from: string, to: string])[] = [
  ["A-SV-301", "A-PDU-031"],
  ["A-SV-302", "A-PDU-032"],
  ["A-ST-311", "A-PDU-033"],
  ["A-PDU-031", "A-UPS-001"],
  ["A-PDU-032", "A-UPS-001"],
  ["A-PDU-033", "A-UPS-002"],
  ["A-SW-121", "A-UPS-006"],
  ["A-SW-122", "A-UPS-005"],
  ["A-SW-141", "A-UPS-008"],
  ["A-AP-201", "A-SW-122"],
  ["A-AP-202", "A-SW-122"],
  ["A-AP-221", "A-SW-141"],
  ["A-AP-222", "A-SW-141"],
  ["A-AP-223", "A-SW-141"],
  ["A-CM-501", "A-SW-121"],
  ["A-CM-502", "A-SW-121"],
];

/** The generic one ships with the product. */
export const templates = {
  generic: "一般標準變更",
  firmware: "交換器韌體更新",
  account: "帳號與權限異動",
} as const;
export type TemplateKey = keyof typeof templates;
