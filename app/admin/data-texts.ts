import type { ImportKind, RowProblemCode } from "../../core/import/import";
import type { Locale } from "../../core/messages/vocabulary-texts";

interface DataTexts {
  readonly title: string;
  readonly import: string;
  readonly why: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<ImportKind, string>>;
  readonly about: Readonly<Record<ImportKind, string>>;
  readonly required: string;
  readonly optional: string;
  readonly template: string;
  readonly choose: string;
  readonly chosen: (name: string) => string;
  readonly checking: (rows: number) => string;
  readonly bringingIn: (rows: number) => string;
  readonly result: string;
  readonly rows: (count: number) => string;
  readonly created: (count: number) => string;
  readonly changed: (count: number) => string;
  readonly unchanged: (count: number) => string;
  readonly nothing: string;
  readonly trialDone: string;
  readonly done: string;
  readonly doIt: (count: number) => string;
  readonly again: string;
  readonly problems: (count: number) => string;
  readonly problemsHint: string;
  readonly first: (count: number) => string;
  readonly notes: string;
  readonly line: (line: number) => string;
  readonly codes: Readonly<Record<RowProblemCode, string>>;
  readonly export: string;
  readonly exportWhy: string;
  readonly download: string;
}

const zhTW: DataTexts = {
  title: "匯入與匯出",
  import: "匯入 CSV",
  why: "先檢查，再匯入。只要有一列不對，整個檔案都不會匯入；同一個檔案再匯入一次，不會重複。",
  kind: "要匯入什麼",
  kinds: { people: "人員", groups: "組", assets: "資產", tickets: "工單" },
  about: {
    people: "以電子郵件認人。新的人員沒有密碼，請到該人員的頁面設定。",
    groups: "成員與派工人寫電子郵件，以「;」分隔。已有的成員不會被移除。",
    assets: "以標籤認資產；沒有的據點會新增。depends_on 寫它依賴的資產標籤，以「;」分隔：排程時會檢查衝突。",
    tickets:
      "事故、問題與變更，以原單號（reference）認單。不會通知任何人。也可以直接用 ServiceNow 的事故記錄檔。",
  },
  required: "必要欄位",
  optional: "其他欄位",
  template: "下載範本",
  choose: "選擇檔案並檢查",
  chosen: (name) => `檔案：${name}`,
  checking: (rows) => `檢查中… 已讀 ${rows} 列`,
  bringingIn: (rows) => `匯入中… 已讀 ${rows} 列`,
  result: "檢查結果",
  rows: (count) => `共 ${count} 列`,
  created: (count) => `新增 ${count}`,
  changed: (count) => `修改 ${count}`,
  unchanged: (count) => `已有 ${count}`,
  nothing: "檔案裡沒有新的東西。",
  trialDone: "可以匯入，還沒有改變任何資料。",
  done: "已匯入。",
  doIt: (count) => `匯入 ${count} 筆`,
  again: "再問一次伺服器",
  problems: (count) => `${count} 個問題，什麼都沒有匯入`,
  problemsHint: "在檔案裡改好，再選一次。",
  first: (count) => `只列出前 ${count} 個。`,
  notes: "略過的列",
  line: (line) => `第 ${line} 行`,
  codes: {
    file: "從這裡起讀不出 CSV",
    encoding: "不是 UTF-8：請存成「CSV UTF-8」",
    columns: "欄位缺少、重複或不認得",
    width: "欄數和標題列不同",
    empty: "不能空白",
    invalid: "不是可用的值",
    tooLong: "太長或太多",
    twice: "檔案裡出現兩次",
    unknown: "找不到，或已停用",
    ambiguous: "有好幾個同名的",
    notStaff: "只開單的人不能屬於組",
    role: "角色請在該人員的頁面修改",
    order: "時間早於前一步",
    future: "時間還沒到",
    needs: "這樣的工單需要這個值",
    workflow: "流程不允許",
    taken: "同一個原單號已經是另一張工單",
    full: "這個組的成員太多",
    relations: "連同已有的，這個資產依賴的資產太多",
    leftOut: "讀不懂這一列，其餘照樣匯入",
    noLead: "這個組沒有派工人",
    notMember: "未結的工單，持單人必須是該組成員",
  },
  export: "匯出全部資料",
  exportWhy: "JSON Lines，一行一筆，同一時刻的資料；不含密碼、金鑰與附件內容。會記在變更記錄。",
  download: "下載",
};

const en: DataTexts = {
  title: "Import and export",
  import: "Import CSV",
  why: "Checked first, then imported. One bad row keeps the whole file out; the same file again adds nothing twice.",
  kind: "What to import",
  kinds: { people: "People", groups: "Groups", assets: "Assets", tickets: "Tickets" },
  about: {
    people: "Known by their e-mail address. New people have no password: make one on the page of the person.",
    groups: "Members and leads are e-mail addresses, parted by “;”. Nobody is taken out of a group.",
    assets:
      "Known by their tag; sites that are not there are added. In depends_on are the tags of what they depend on, parted by “;”: plans are checked against those too.",
    tickets:
      "Incidents, problems and changes, known by what they were called before (reference). Nobody is notified. The incident log of ServiceNow can be used as it is.",
  },
  required: "Needed columns",
  optional: "Other columns",
  template: "Download a template",
  choose: "Choose a file and check it",
  chosen: (name) => `File: ${name}`,
  checking: (rows) => `Checking… ${rows} rows read`,
  bringingIn: (rows) => `Importing… ${rows} rows read`,
  result: "What was found",
  rows: (count) => `${count} rows`,
  created: (count) => `${count} added`,
  changed: (count) => `${count} changed`,
  unchanged: (count) => `${count} there already`,
  nothing: "There is nothing new in the file.",
  trialDone: "It can be imported. Nothing has been changed yet.",
  done: "Imported.",
  doIt: (count) => `Import ${count}`,
  again: "Ask the server again",
  problems: (count) =>
    count === 1 ? "1 problem, nothing was imported" : `${count} problems, nothing was imported`,
  problemsHint: "Mend them in the file and choose it again.",
  first: (count) => `The first ${count} are shown.`,
  notes: "Rows left out",
  line: (line) => `Line ${line}`,
  codes: {
    file: "from here on it is no CSV that can be read",
    encoding: "it is not UTF-8: save it as “CSV UTF-8”",
    columns: "a column is missing, twice there or not known",
    width: "not as many values as the header has",
    empty: "must not be empty",
    invalid: "is none of the possible values",
    tooLong: "is too long, or too many",
    twice: "is twice in the file",
    unknown: "is not known here, or not active",
    ambiguous: "is the name of several",
    notStaff: "who only opens tickets cannot belong to a group",
    role: "change a role on the page of the person",
    order: "the time is before the step it follows",
    future: "the time is yet to come",
    needs: "such a ticket needs this value",
    workflow: "the workflow does not allow it",
    taken: "is what another ticket was called",
    full: "the group would have too many members",
    relations: "with those it has already, the asset would depend on too many others",
    leftOut: "this row cannot be read, the others are imported",
    noLead: "the group has no lead",
    notMember: "who holds an open ticket must belong to its group",
  },
  export: "Export everything",
  exportWhy:
    "JSON Lines, one row a line, all of one moment; without passwords, keys and the content of attachments. It is noted in the history.",
  download: "Download",
};

export const dataTexts: Readonly<Record<Locale, DataTexts>> = { "zh-TW": zhTW, en };
