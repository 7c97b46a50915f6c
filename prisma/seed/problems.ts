/** Problems of the demo desk: one at least at every stage and for every way to close. */
import type { PersonKey } from "./people";
import type { Scene, StoryStep } from "./play";
import type { CategoryKey } from "./things";

function open(
  ticket: string,
  hoursAgo: number,
  who: PersonKey,
  title: string,
  description: string,
  category: CategoryKey,
  asset: string | null,
  incidents: readonly string[],
): StoryStep {
  return {
    ticket,
    hoursAgo,
    who,
    type: "open",
    args: ({ desk, ticket: idOf }) => ({
      flow: "problem",
      title,
      description,
      categoryId: desk.category(category),
      impact: "medium",
      urgency: "medium",
      ...(asset === null ? {} : { assetIds: [desk.asset(asset)] }),
      ...(incidents.length === 0 ? { proactive: true } : { linkedIds: incidents.map(idOf) }),
    }),
  };
}

const investigate = (ticket: string, hoursAgo: number, who: PersonKey, person: PersonKey): StoryStep => ({
  ticket,
  hoursAgo,
  who,
  type: "assignInvestigator",
  args: ({ desk }) => ({ personId: desk.account(person) }),
});
const analyse = (
  ticket: string,
  hoursAgo: number,
  who: PersonKey,
  person: PersonKey,
  analysis: string,
): StoryStep => ({
  ticket,
  hoursAgo,
  who,
  type: "assignHandler",
  args: ({ desk }: Scene) => ({ analysis, personId: desk.account(person) }),
});

export const problemStory: readonly StoryStep[] = [
  // 指派關卡
  open(
    "offline",
    60,
    "zheng",
    "高雄月台條碼掃描器反覆離線",
    "同一支掃描器兩週內離線多次，重新配對只能維持半天。",
    "scanner",
    "A-BC-403",
    ["scan-1", "scan-2"],
  ),

  // 調查關卡
  open(
    "aging",
    90,
    "hsieh",
    "台中不斷電系統電池壽命將屆",
    "電力室 1 電池組內阻逐月上升，預估三個月後低於標準。",
    "power",
    "A-UPS-001",
    [],
  ),
  investigate("aging", 84, "zhang", "li"),
  {
    ticket: "aging",
    hoursAgo: 30,
    who: "li",
    type: "workNote",
    args: () => ({ text: "已量測 40 顆電池，其中 6 顆內阻超過 8 mΩ，等原廠報告。" }),
  },

  // 處理關卡
  open(
    "crowd",
    75,
    "huang",
    "三樓產線無線網路尖峰時段壅塞",
    "下午兩點到四點同頻干擾嚴重，平板重送率超過三成。",
    "wireless",
    "A-AP-201",
    [],
  ),
  investigate("crowd", 72, "huang", "wu"),
  analyse("crowd", 40, "wu", "wu", "東西兩側基地台使用同一頻道，且功率過大，互相干擾。"),

  // 關單
  open(
    "month-end",
    170,
    "tsai",
    "倉儲系統月結報表逾時",
    "每月一日上午產生月結報表會逾時，需重試兩到三次。",
    "warehouse",
    null,
    [],
  ),
  investigate("month-end", 168, "liu", "tsai"),
  analyse("month-end", 150, "tsai", "tsai", "報表查詢未使用索引，資料量超過兩年後逾時。"),
  {
    ticket: "month-end",
    hoursAgo: 140,
    who: "tsai",
    type: "contain",
    args: (scene) => ({
      workaround: "請選擇「依週分批」產生報表，再合併匯出。",
      whyNotEradicated: "查詢改寫需原廠下一版程式。",
      reviewDate: scene.hoursAgo(-24 * 45),
    }),
  },
  open("motor", 200, "wang", "南港西側貨梯門機反覆故障", "半年內第三次因門機停機。", "lift", "A-EL-002", []),
  investigate("motor", 196, "wang", "chen"),
  analyse("motor", 180, "chen", "chen", "門機皮帶張力不足，導致位置感測誤判。"),
  {
    ticket: "motor",
    hoursAgo: 130,
    who: "chen",
    type: "eradicate",
    args: () => ({
      rootCause: "門機皮帶老化伸長，張力低於規格。",
      permanentFix: "更換皮帶並納入每季保養檢查項目。",
    }),
  },
  open(
    "offline-too",
    58,
    "zhou",
    "掃描器需要每天重新配對",
    "與月台 3 掃描器離線情形相同。",
    "scanner",
    "A-BC-402",
    [],
  ),
  {
    ticket: "offline-too",
    hoursAgo: 55,
    who: "yang",
    type: "resolveNow",
    args: ({ ticket }) => ({
      resolution: "duplicate",
      resolutionTicketId: ticket("offline"),
      notes: "同一個問題，併入調查。",
    }),
  },
  open(
    "printers",
    120,
    "zhou",
    "全公司標籤印表機要不要統一廠牌",
    "建議評估統一廠牌以減少備品。",
    "printer",
    null,
    [],
  ),
  {
    ticket: "printers",
    hoursAgo: 110,
    who: "liu",
    type: "cancel",
    args: () => ({ reason: "屬採購議題，已轉請總務評估。" }),
  },
];
