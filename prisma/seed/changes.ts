/** Changes of the demo desk: for each type one that has come as far as each stage, reviews included. */
import type { ActionArgs } from "../../core/sync/protocol";
import { type ChangeFlow, type Stage, stagesByFlow } from "../../core/workflow/vocabulary";
import type { GroupKey, PersonKey } from "./people";
import type { Scene, StoryStep } from "./play";
import type { TemplateKey } from "./things";

type Plan = {
  readonly title: string;
  readonly reason: string;
  readonly asset: string;
  readonly team: keyof typeof teams;
};

/** Who opens, who implements; the group is named, as a lift's change may be the network's work. */
const teams = {
  network: { group: "network", opener: "huang", implementer: "wu", lead: "huang" },
  application: { group: "application", opener: "tsai", implementer: "tsai", lead: "liu" },
  taichung: { group: "taichung", opener: "li", implementer: "li", lead: "zhang" },
  nangang: { group: "nangang", opener: "wang", implementer: "chen", lead: "wang" },
} as const satisfies Record<
  string,
  { group: GroupKey; opener: PersonKey; implementer: PersonKey; lead: PersonKey }
>;

const plan = (title: string, reason: string, asset: string, team: Plan["team"]): Plan => ({
  title,
  reason,
  asset,
  team,
});

/** One plan a stage, in the order of the stages. */
const plans: Readonly<Record<ChangeFlow, readonly Plan[]>> = {
  standard: [
    plan("一樓交換器韌體更新", "修補原廠公告的弱點。", "A-SW-121", "network"),
    plan("三樓交換器韌體更新", "與一樓同一批更新。", "A-SW-122", "network"),
    plan("五樓交換器韌體更新", "與一樓同一批更新。", "A-SW-123", "network"),
    plan("高雄交換器韌體更新", "修補原廠公告的弱點。", "A-SW-141", "network"),
    plan("倉庫基地台韌體更新", "改善漫遊斷線。", "A-AP-223", "network"),
    plan("月台 1 基地台韌體更新", "改善漫遊斷線。", "A-AP-221", "network"),
  ],
  normal: [
    plan("台中核心交換器擴充光模組", "備援線路需要兩個光埠。", "A-SW-101", "network"),
    plan("虛擬化主機記憶體擴充", "使用率長期超過八成。", "A-SV-301", "application"),
    plan("B 區精密空調更換壓縮機", "壓縮機運轉時數已達建議上限。", "A-AC-003", "taichung"),
    plan("儲存設備控制器更新", "原廠建議更新以修正快取問題。", "A-ST-311", "application"),
    plan("三樓弱電間不斷電系統汰換", "設備已使用八年，備品停產。", "A-UPS-005", "nangang"),
    plan("機房前室門禁改為雙因子", "稽核要求機房出入需雙因子驗證。", "A-DR-017", "taichung"),
    plan("A 區配電單元更換", "監測模組故障，無法讀取電流。", "A-PDU-031", "taichung"),
    plan("製造執行系統主機遷移", "舊主機保固到期。", "A-SV-302", "application"),
  ],
  emergency: [
    plan("對外線路切換備援", "主線路封包遺失超過兩成。", "A-SW-102", "network"),
    plan("電力室 2 不斷電系統旁路", "逆變器異常，需旁路檢修。", "A-UPS-002", "taichung"),
    plan("卸貨區攝影機緊急更換", "畫面全黑，夜間卸貨無監視。", "A-CM-501", "nangang"),
    plan("產線基地台緊急改頻道", "產線平板大量斷線。", "A-AP-202", "network"),
    plan("電力室空調緊急補冷媒", "電力室溫度逼近停機門檻。", "A-AC-004", "taichung"),
    plan("倉儲系統緊急修補", "出貨單重複扣帳。", "A-SV-302", "application"),
    plan("大門攝影機緊急復電", "電源供應器燒毀。", "A-CM-502", "nangang"),
  ],
};

type Step = Omit<StoryStep, "ticket" | "hoursAgo"> & {
  /** Where the change is after it. */
  readonly reaches: Stage;
};

/** Hours between two steps, and how long before its last step a change that is not done has its window. */
const paceHours = 9;
const windowHours = 2;

function tell(flow: ChangeFlow, about: Plan, stage: Stage, index: number): readonly StoryStep[] {
  const { group, opener, implementer, lead } = teams[about.team];
  const reviewer: PersonKey = lead === "zhang" ? "hsieh" : "zhang";
  const isHighRisk = flow === "normal" && stage === "preLaunchReview";
  // Windows of different changes lie apart, so that they do not overlap.
  const futureStart = -(20 + index * 7);
  const isPast = stagesByFlow[flow].indexOf(stage) >= stagesByFlow[flow].indexOf("done");
  const window = (scene: Scene) => {
    const start = isPast ? hoursOf("start") : futureStart;
    return { from: scene.hoursAgo(start), until: scene.hoursAgo(start - windowHours) };
  };
  const planned = (scene: Scene): ActionArgs => ({
    steps: "1. 備份設定\n2. 依作業程序更換或更新\n3. 功能驗證\n4. 觀察三十分鐘",
    rollbackPlan: "還原備份設定並回復原設備，預估十五分鐘。",
    window: window(scene),
    implementerId: scene.desk.account(implementer),
  });
  const opened: Step = {
    who: opener,
    type: "open",
    reaches: "new",
    args: ({ desk }) => ({
      flow,
      title: about.title,
      description: about.reason,
      assetIds: [desk.asset(about.asset)],
      risk: isHighRisk ? "high" : flow === "standard" ? "low" : "medium",
      groupId: desk.group(group),
      ...(flow === "standard" ? { templateId: desk.template(templateOf(about)) } : {}),
      ...(flow === "emergency" ? { whyUrgent: `${about.reason}等到下次審核會影響營運。` } : {}),
    }),
  };
  const startPlanning: Step = { who: opener, type: "startPlanning", reaches: "plan" };
  const work: readonly Step[] = [
    {
      who: implementer,
      type: "start",
      reaches: "scheduled",
      args: (scene) => ({ actualStart: scene.hoursAgo(hoursOf("start")) }),
    },
    {
      who: implementer,
      type: "complete",
      reaches: "done",
      args: (scene) => ({
        actualEnd: scene.hoursAgo(hoursOf("complete")),
        result: "依計畫完成，驗證項目全數通過。",
      }),
    },
  ];
  const approve = (reaches: Stage): Step => ({ who: reviewer, type: "approve", reaches });
  const launch: readonly Step[] = [
    { who: implementer, type: "submitForReview", reaches: "preLaunchReview", args: planned },
    approve("scheduled"),
    ...work,
    {
      who: implementer,
      type: "submitForReview",
      reaches: "closingReview",
      args: () => ({
        closureCode: "successful",
        evidence: "監控曲線與驗證紀錄已附於變更紀錄。",
        causedIncidentIds: [],
      }),
    },
    approve("closed"),
  ];
  const steps: Readonly<Record<ChangeFlow, readonly Step[]>> = {
    standard: [
      opened,
      startPlanning,
      { who: implementer, type: "schedule", reaches: "scheduled", args: planned },
      ...work,
      {
        who: implementer,
        type: "close",
        reaches: "closing",
        args: () => ({ closureCode: "successful", notes: "更新後觀察一日無異常。" }),
      },
      { who: lead, type: "confirm", reaches: "closed" },
    ],
    normal: [
      opened,
      {
        who: opener,
        type: "submitForReview",
        reaches: "preDevReview",
        args: () => ({
          scope: `僅影響「${about.title}」所列設備。`,
          riskAssessment: "有備援，作業期間服務不中斷。",
        }),
      },
      approve("plan"),
      ...launch,
    ],
    emergency: [opened, startPlanning, ...launch],
  };
  const all = steps[flow];
  // Up to the first step that reaches the stage; `scheduled` is reached by scheduling, not by starting.
  const told = all.slice(0, all.findIndex((step) => step.reaches === stage) + 1);
  const hoursOf = (type: StoryStep["type"]): number => {
    const position = told.findIndex((step) => step.type === type);
    return at(position);
  };
  // Apart in the past too: one person is at one place at a time.
  const at = (position: number): number => 3 + index * 2.3 + (told.length - 1 - position) * paceHours;
  return told.map(({ reaches: _, ...step }, position) => ({
    ...step,
    ticket: `${flow}-${stage}`,
    hoursAgo: at(position),
  }));
}

function templateOf(about: Plan): TemplateKey {
  return about.title.includes("韌體") ? "firmware" : "generic";
}

const flows: readonly ChangeFlow[] = ["standard", "normal", "emergency"];

export const changeStory: readonly StoryStep[] = flows.flatMap((flow, flowIndex) =>
  stagesByFlow[flow].flatMap((stage, index) => {
    const about = plans[flow][index];
    return about ? tell(flow, about, stage, flowIndex * 8 + index) : [];
  }),
);
