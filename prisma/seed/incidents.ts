/** Incidents of the demo desk: one at least at every stage, with what makes a history worth reading. */
import type { ActionArgs } from "../../core/sync/protocol";
import type { IncidentClosureCode, Level } from "../../core/workflow/vocabulary";
import type { PersonKey } from "./people";
import type { StoryStep } from "./play";
import type { CategoryKey, SiteKey } from "./things";

type Opening = {
  readonly title: string;
  readonly description: string;
  readonly category: CategoryKey;
  readonly site: SiteKey;
  readonly asset?: string;
  readonly impact: Level;
  readonly urgency: Level;
  readonly reportedBy?: PersonKey;
};

function open(ticket: string, hoursAgo: number, who: PersonKey, about: Opening): StoryStep {
  const args: StoryStep["args"] = ({ desk }) => ({
    flow: "incident",
    title: about.title,
    description: about.description,
    categoryId: desk.category(about.category),
    siteId: desk.site(about.site),
    impact: about.impact,
    urgency: about.urgency,
    ...(about.asset === undefined ? {} : { assetIds: [desk.asset(about.asset)] }),
    ...(about.reportedBy === undefined ? {} : { reportedById: desk.account(about.reportedBy) }),
  });
  return { ticket, hoursAgo, who, type: "open", args };
}

function resolve(
  ticket: string,
  hoursAgo: number,
  who: PersonKey,
  closureCode: IncidentClosureCode,
  notes: string,
  arrivedAfterHours?: number,
): StoryStep {
  return {
    ticket,
    hoursAgo,
    who,
    type: "resolve",
    args: (scene) => ({ closureCode, notes, restoredAt: scene.hoursAgo(hoursAgo + 0.2) }),
    ...(arrivedAfterHours === undefined ? {} : { arrivedAfterHours }),
  };
}

const say =
  (args: ActionArgs): NonNullable<StoryStep["args"]> =>
  () =>
    args;
const assign = (ticket: string, hoursAgo: number, who: PersonKey, person: PersonKey): StoryStep => ({
  ticket,
  hoursAgo,
  who,
  type: "assignHandler",
  args: ({ desk }) => ({ personId: desk.account(person) }),
});
const claim = (ticket: string, hoursAgo: number, who: PersonKey): StoryStep => ({
  ticket,
  hoursAgo,
  who,
  type: "claim",
});
const comment = (ticket: string, hoursAgo: number, who: PersonKey, text: string): StoryStep => ({
  ticket,
  hoursAgo,
  who,
  type: "comment",
  args: say({ text }),
});

export const incidentStory: readonly StoryStep[] = [
  // 指派關卡
  open("door", 2.8, "tseng", {
    title: "三樓產線入口門禁讀卡機沒有反應",
    description: "早班人員刷卡沒有燈號也沒有聲音，目前由保全人工放行。",
    category: "access",
    site: "nangang",
    asset: "A-DR-013",
    impact: "medium",
    urgency: "high",
  }),
  comment("door", 2.5, "tseng", "另一側的門可以刷，請同仁先繞行。"),
  open("heat", 0.5, "zhou", {
    title: "機房 B 區溫度持續上升",
    description: "環控顯示 31 °C，十分鐘內上升 3 °C，精密空調面板顯示高壓告警。",
    category: "cooling",
    site: "taichung",
    asset: "A-AC-003",
    impact: "high",
    urgency: "high",
  }),
  open("label", 5, "tseng", {
    title: "標籤印表機印出來的條碼掃不到",
    description: "換過碳帶還是一樣，右半邊顏色很淡。",
    category: "printer",
    site: "nangang",
    impact: "low",
    urgency: "medium",
  }),
  {
    ticket: "label",
    hoursAgo: 4.2,
    who: "lin",
    type: "reassign",
    args: ({ desk }) => ({
      groupId: desk.group("nangang"),
      reason: "需要現場檢查印字頭，請南港現場組處理。",
    }),
  },
  open("gate", 70, "kuo", {
    title: "月台 3 升降平台停在半空",
    description: "下午卸貨時停住，按鈕沒有反應，平台上沒有人。",
    category: "lift",
    site: "kaohsiung",
    asset: "A-EL-006",
    impact: "high",
    urgency: "medium",
  }),
  claim("gate", 69.5, "hsu"),
  resolve("gate", 66, "hsu", "fixed", "安全光幕上有膠帶，清除後重新啟動，來回測試五次正常。"),
  {
    ticket: "gate",
    hoursAgo: 20,
    who: "kuo",
    type: "reopen",
    args: say({ reason: "今天早上又停住了，光幕是乾淨的。" }),
  },

  // 處理關卡
  open("wifi", 26, "kuo", {
    title: "月台 3 手持機連不上無線網路",
    description: "月台 3 全部掃描器都斷線，月台 1、2 正常。",
    category: "wireless",
    site: "kaohsiung",
    asset: "A-AP-222",
    impact: "medium",
    urgency: "high",
  }),
  assign("wifi", 25.4, "huang", "wu"),
  comment("wifi", 24.9, "wu", "基地台有電但收不到位址，先從交換器埠查起。"),
  open("lift", 50, "chen", {
    title: "東側貨梯停在二樓，門打不開",
    description: "內部無人受困，已拉封鎖線。",
    category: "lift",
    site: "nangang",
    asset: "A-EL-001",
    impact: "high",
    urgency: "medium",
    reportedBy: "tseng",
  }),
  claim("lift", 49.7, "chen"),
  {
    ticket: "lift",
    hoursAgo: 47,
    who: "chen",
    type: "hold",
    args: (scene) => ({ holdReason: "vendor", until: scene.hoursAgo(-30) }),
  },
  { ...comment("lift", 46.5, "chen", "廠商確認門機馬達要換，料件明天到。"), arrivedAfterHours: 1.5 },
  open("blur", 31, "kuo", {
    title: "出貨區標籤印表機卡紙",
    description: "每印十張就卡一次。",
    category: "printer",
    site: "kaohsiung",
    asset: "A-LP-412",
    impact: "low",
    urgency: "medium",
  }),
  assign("blur", 30, "yang", "hsu"),
  {
    ticket: "blur",
    hoursAgo: 28,
    who: "hsu",
    type: "returnToAssign",
    args: say({ reason: "人在月台 3 處理升降平台，今天無法過去。" }),
  },
  assign("blur", 9, "yang", "hsu"),
  open("slow", 22, "tseng", {
    title: "三樓產線平板上傳工單很慢",
    description: "每天下午兩點到四點，送出一張工單要等一分鐘以上。",
    category: "wireless",
    site: "nangang",
    asset: "A-AP-202",
    impact: "medium",
    urgency: "medium",
  }),
  claim("slow", 21, "wu"),
  {
    ticket: "slow",
    hoursAgo: 18,
    who: "wu",
    type: "hold",
    args: (scene) => ({
      holdReason: "problem",
      holdTicketId: scene.ticket("crowd"),
      until: scene.hoursAgo(-120),
    }),
  },

  // 關單
  open("battery", 80, "chen", {
    title: "地下二樓不斷電系統電池告警",
    description: "蜂鳴器每分鐘響一次，面板顯示更換電池。",
    category: "power",
    site: "nangang",
    asset: "A-UPS-006",
    impact: "medium",
    urgency: "medium",
  }),
  { ...claim("battery", 79.8, "chen"), arrivedAfterHours: 4 },
  {
    ...comment("battery", 78.5, "chen", "機電室沒有訊號。電池組 2 電壓 10.8 V，已隔離更換。"),
    arrivedAfterHours: 3,
  },
  resolve("battery", 78, "chen", "fixed", "更換電池組 2，自我測試通過，告警解除。", 2.5),
  open("twin", 25, "kuo", {
    title: "月台 1 掃描器也連不上",
    description: "跟月台 3 同時間發生。",
    category: "wireless",
    site: "kaohsiung",
    asset: "A-AP-221",
    impact: "medium",
    urgency: "medium",
  }),
  {
    ticket: "twin",
    hoursAgo: 24.6,
    who: "huang",
    type: "cancel",
    args: ({ ticket }) => ({ reason: "與月台 3 同一個原因，併案處理。", duplicateOf: ticket("wifi") }),
  },
  open("report", 44, "kuo", {
    title: "倉儲系統查不到昨天的入庫單",
    description: "篩選昨天日期，清單是空的。",
    category: "warehouse",
    site: "kaohsiung",
    impact: "low",
    urgency: "low",
  }),
  {
    ticket: "report",
    hoursAgo: 43,
    who: "tsai",
    type: "resolveNow",
    args: say({
      closureCode: "userGuidance",
      notes: "篩選條件預設為自己建立的單據，已說明如何改成全部。",
    }),
  },
  ...["scan-1", "scan-2"].flatMap((ticket, index) => {
    const start = 150 - index * 36;
    return [
      open(ticket, start, "kuo", {
        title: "月台 3 掃描器又離線",
        description: "重開機後可用半天。",
        category: "scanner",
        site: "kaohsiung",
        asset: "A-BC-403",
        impact: "medium",
        urgency: "low",
      }),
      claim(ticket, start - 1, "hsu"),
      resolve(ticket, start - 3, "hsu", "workaround", "移除無線設定檔後重新配對，暫時恢復。"),
    ];
  }),
];
