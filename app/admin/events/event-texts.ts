/** Words of the screens of events 事件 of administrators. */
import type { EventKind } from "../../../core/events/administration";
import type { EventField } from "../../../core/events/event";
import type { TextCondition } from "../../../core/events/rule";
import type { Locale } from "../../../core/messages/vocabulary-texts";
import type { FormProblem } from "./rule-form";

type NamedField = Exclude<EventField, `label.${string}`>;

interface EventTexts {
  readonly title: string;
  readonly why: string;
  readonly begin: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly sources: {
    readonly title: string;
    readonly why: string;
    readonly count: (active: number) => string;
    readonly none: string;
    readonly noneHint: string;
    readonly create: string;
    readonly nameHint: string;
    readonly kinds: string;
    readonly kindNames: Readonly<Record<EventKind, string>>;
    readonly kindsMissing: string;
    readonly sign: string;
    readonly signHint: string;
    readonly neverHeard: string;
    readonly heard: (moment: string) => string;
    readonly signed: string;
    readonly formerUntil: (moment: string) => string;
    readonly made: (name: string) => string;
    readonly keyOnce: string;
    readonly key: string;
    readonly secret: string;
    readonly tryIt: string;
    readonly testTitle: string;
    readonly alertmanager: string;
    readonly cloudEvents: string;
    readonly example: string;
    readonly rotate: string;
    readonly rotateWhy: string;
    readonly rotateAgain: (moment: string) => string;
    readonly rotated: (name: string) => string;
    readonly formerDay: string;
    readonly secretToo: string;
    readonly deactivate: string;
    readonly deactivateSure: (name: string) => string;
    readonly deactivateYes: string;
    readonly deactivated: string;
    readonly isInactive: string;
    readonly activate: string;
    readonly activated: string;
  };
  readonly rules: {
    readonly title: string;
    readonly why: string;
    readonly count: (active: number) => string;
    readonly none: string;
    readonly noneHint: string;
    readonly create: string;
    readonly gone: string;
    readonly reorder: string;
    readonly up: (name: string) => string;
    readonly down: (name: string) => string;
    readonly place: (name: string, place: number) => string;
    readonly saveOrder: string;
    readonly cancel: string;
    readonly active: string;
    readonly which: string;
    readonly whichWhy: string;
    readonly sources: string;
    readonly allSources: string;
    readonly severities: string;
    readonly severitiesHint: string;
    readonly assets: string;
    readonly assetsHint: string;
    readonly conditions: string;
    readonly condition: (place: number) => string;
    readonly addCondition: string;
    readonly remove: (name: string) => string;
    readonly field: string;
    readonly fieldNames: Readonly<Record<NamedField, string>>;
    readonly label: string;
    readonly labelOf: (name: string) => string;
    readonly labelName: string;
    readonly labelSeen: (names: string) => string;
    readonly operator: string;
    readonly operators: Readonly<Record<TextCondition["operator"], string>>;
    readonly value: string;
    readonly when: string;
    readonly countOf: string;
    readonly countHint: string;
    readonly within: string;
    readonly withinHint: string;
    readonly thresholdText: (count: number, withinS: number) => string;
    readonly same: string;
    readonly sameWhy: string;
    readonly sameField: (place: number) => string;
    readonly addSame: string;
    readonly sameDefault: string;
    readonly incident: string;
    readonly category: string;
    readonly group: string;
    readonly groupHint: string;
    readonly impact: string;
    readonly urgency: string;
    readonly priority: (priority: string) => string;
    readonly bySeverity: string;
    readonly bySeverityWhy: string;
    readonly asAbove: string;
    readonly template: string;
    readonly templateHint: string;
    readonly templateDefault: string;
    readonly problems: Readonly<Record<FormProblem, string>>;
    readonly collision: string;
    readonly filterAll: string;
  };
  readonly preview: {
    readonly title: string;
    readonly period: string;
    readonly days: (days: number) => string;
    readonly asking: string;
    readonly incomplete: string;
    readonly failed: string;
    readonly nothing: string;
    readonly nothingHint: string;
    readonly again: string;
    readonly summary: (matched: number, looked: number, incidents: number) => string;
    readonly cut: (looked: number) => string;
    readonly children: (count: number) => string;
    readonly examples: (shown: number, all: number) => string;
    readonly alone: string;
  };
  readonly windows: {
    readonly title: string;
    readonly why: string;
    readonly count: (running: number) => string;
    readonly none: string;
    readonly noneHint: string;
    readonly create: string;
    readonly edit: string;
    readonly from: string;
    readonly until: string;
    readonly dates: string;
    readonly assets: string;
    readonly assetsMissing: string;
    readonly states: Readonly<Record<"running" | "coming" | "over", string>>;
    readonly remove: string;
    readonly removeSure: string;
    readonly removed: string;
    readonly newest: (count: number) => string;
  };
  readonly recent: {
    readonly title: string;
    readonly why: string;
    readonly count: string;
    readonly none: string;
    readonly noneHint: string;
    readonly refresh: string;
    readonly incident: string;
    readonly rule: (name: string) => string;
    readonly end: string;
  };
}

export const eventTexts: Readonly<Record<Locale, EventTexts>> = {
  "zh-TW": {
    title: "事件",
    why: "監控送來的是事件。觸發條件把要緊的變成事故，一個麻煩一張，不是一百張。",
    begin: "先新增一個來源，把金鑰貼到監控系統；收到事件後再寫觸發條件，存之前就看得到會開幾張。",
    copy: "複製",
    copied: "已複製",
    copyFailed: "瀏覽器不讓我們複製，請自己選取",
    sources: {
      title: "來源",
      why: "每個監控系統一把自己的金鑰。",
      count: (active) => `${active} 個使用中`,
      none: "還沒有來源",
      noneHint: "新增一個，就有金鑰和可以直接貼上的設定。",
      create: "新增來源",
      nameHint: "監控系統的名字，例如 Prometheus 機房",
      kinds: "送哪幾種",
      kindNames: { json: "自有 JSON", cloudevents: "CloudEvents", alertmanager: "Alertmanager" },
      kindsMissing: "至少選一種",
      sign: "要求簽章（Standard Webhooks）",
      signHint: "每個請求都要簽章。Alertmanager 不會簽，選了它就不能要求。",
      neverHeard: "還沒收到過",
      heard: (moment) => `最近收到 ${moment}`,
      signed: "要簽章",
      formerUntil: (moment) => `舊金鑰還能用到 ${moment}`,
      made: (name) => `已新增 ${name}`,
      keyOnce: "金鑰只顯示這一次，伺服器不留原文。現在就貼到監控系統，或收進密碼庫。",
      key: "金鑰",
      secret: "簽章密鑰",
      tryIt: "送一個測試事件",
      testTitle: "測試事件",
      alertmanager: "Alertmanager 的設定",
      cloudEvents:
        "CloudEvents 送同一個網址，Content-Type 用 application/cloudevents+json，data 就是上面的內容。",
      example: "複製這一段",
      rotate: "換金鑰",
      rotateWhy: "換了以後舊金鑰還能用一天，這一天內換到監控系統上就不會漏。",
      rotateAgain: (moment) => `上一次換的舊金鑰還能用到 ${moment}；再換一次，它馬上失效。`,
      rotated: (name) => `${name} 的新金鑰`,
      formerDay: "舊金鑰還能用一天。",
      secretToo: "簽章密鑰一起換，舊的同樣還能用一天。",
      deactivate: "停用這個來源",
      deactivateSure: (name) =>
        `停用後 ${name} 送來的一概不收，金鑰也不能用，直到重新啟用。已收到的事件和事故都留著。`,
      deactivateYes: "停用，不再收",
      deactivated: "已停用",
      isInactive: "這個來源已停用，送來的都不收。重新啟用後，金鑰照舊能用。",
      activate: "重新啟用這個來源",
      activated: "已重新啟用",
    },
    rules: {
      title: "觸發條件",
      why: "由上往下問，第一個收的算。停用的不收。",
      count: (active) => `${active} 條使用中`,
      none: "還沒有觸發條件",
      noneHint: "沒有觸發條件，事件只記錄，不開事故。",
      create: "新增觸發條件",
      gone: "沒有這個觸發條件",
      reorder: "調整順序",
      up: (name) => `${name} 往上`,
      down: (name) => `${name} 往下`,
      place: (name, place) => `${name} 現在第 ${place}`,
      saveOrder: "儲存順序",
      cancel: "不改了",
      active: "使用中",
      which: "收哪些事件",
      whichWhy: "全部都要符合；空白就是不限。",
      sources: "來源",
      allSources: "所有來源",
      severities: "嚴重度",
      severitiesHint: "都不勾就是不限。恢復不看嚴重度。",
      assets: "資產",
      assetsHint: "空白就是不限",
      conditions: "內容條件",
      condition: (place) => `條件 ${place}`,
      addCondition: "加一個條件",
      remove: (name) => `拿掉${name}`,
      field: "欄位",
      fieldNames: {
        title: "標題",
        text: "內容",
        asset: "資產編號",
        severity: "嚴重度",
        status: "狀態",
        fingerprint: "來源的指紋",
      },
      label: "標籤",
      labelOf: (name) => `標籤 ${name}`,
      labelName: "標籤的名稱",
      labelSeen: (names) => `收過的：${names}`,
      operator: "怎麼比",
      operators: { contains: "包含", equals: "等於", startsWith: "開頭是" },
      value: "值（不分大小寫）",
      when: "多少次才算",
      countOf: "次數",
      countHint: "1 是一次就開；1 到 100",
      within: "幾秒之內",
      withinHint: "60 到 86400；300 是 5 分鐘",
      thresholdText: (count, withinS) => (count === 1 ? "一次就開" : `${withinS} 秒內 ${count} 次`),
      same: "哪些算同一個麻煩",
      sameWhy: "這些欄位都一樣，就併入同一張事故。空白：用來源的指紋，沒有就用資產加標題，各來源分開。",
      sameField: (place) => `欄位 ${place}`,
      addSame: "加一個欄位",
      sameDefault: "來源的指紋，或資產加標題",
      incident: "開出的事故",
      category: "類別",
      group: "受派組織",
      groupHint: "空白：照資產、類別、參數決定",
      impact: "影響",
      urgency: "急迫性",
      priority: (priority) => `優先順序 ${priority}`,
      bySeverity: "依嚴重度另訂",
      bySeverityWhy: "事件變嚴重時，事故的優先順序跟著升，不會降。",
      asAbove: "跟上面一樣",
      template: "標題樣板",
      templateHint: "例：{title} @ {label.rack}；空白就用事件的標題",
      templateDefault: "事件的標題",
      problems: {
        name: "請填名稱",
        category: "請選類別",
        count: "請填 1 到 100 的次數",
        within: "請填 60 到 86400 秒",
        conditions: "還有條件沒填完：欄位和值都要有",
        fingerprintFields: "還有欄位沒填完：標籤要有名稱",
      },
      collision: "有人剛改了同樣的地方，還沒儲存。你填的都還在，再存一次就以你的取代。現在是：",
      filterAll: "所有事件",
    },
    preview: {
      title: "預覽：收過的事件會怎樣",
      period: "看多久",
      days: (days) => (days === 1 ? "一天" : `${days} 天`),
      asking: "計算中…",
      incomplete: "次數或秒數填好就有預覽",
      failed: "算不出預覽，請再試一次",
      nothing: "這段時間沒有收到事件",
      nothingHint: "在「來源」新增一個，用它的例子送一個測試事件，這裡就看得到。",
      again: "重新計算",
      summary: (matched, looked, incidents) =>
        `${looked} 個事件裡符合 ${matched} 個，會開 ${incidents} 張事故`,
      cut: (looked) => `只看最新的 ${looked} 個`,
      children: (count) => `其中 ${count} 張掛在風暴的第一張下，不另外通知`,
      examples: (shown, all) => (shown < all ? `最新的 ${shown} 個` : `符合的 ${all} 個`),
      alone: "只算這一條，不管順序裡的其他條，也當作沒有人動過事故。",
    },
    windows: {
      title: "維護時段",
      why: "時段內這些資產的告警只記錄，不開事故；恢復照聽。已核准的變更時段也一樣，不用再填。",
      count: (running) => (running === 0 ? "現在沒有" : `${running} 段進行中`),
      none: "沒有維護時段",
      noneHint: "要動資產之前先排，監控就不會叫醒人。",
      create: "新增維護時段",
      edit: "編輯維護時段",
      from: "從",
      until: "到",
      dates: "結束要晚於開始，最長一年",
      assets: "資產",
      assetsMissing: "請至少選一個資產",
      states: { running: "進行中", coming: "未開始", over: "已結束" },
      remove: "刪除這個時段",
      removeSure: "刪除後，之後到的告警照常開事故。",
      removed: "已刪除",
      newest: (count) => `只列最新的 ${count} 段`,
    },
    recent: {
      title: "最近事件",
      why: "收到的事件，新的在前，留 90 天。",
      count: "收到什麼、變成什麼",
      none: "還沒有收到事件",
      noneHint: "在「來源」新增一個，用它的例子送一個測試事件。",
      refresh: "重新讀取",
      incident: "看事故",
      rule: (name) => `觸發條件：${name}`,
      end: "沒有更早的了",
    },
  },
  en: {
    title: "Events",
    why: "What monitoring sends are events. Rules make incidents of those that matter: one for each trouble, not a hundred.",
    begin:
      "First add a source and paste its key into your monitoring. Once events arrive write a rule: before it is saved you see how many incidents it would open.",
    copy: "Copy",
    copied: "Copied",
    copyFailed: "The browser does not let us copy, please select it yourself",
    sources: {
      title: "Sources",
      why: "Each monitoring system has a key of its own.",
      count: (active) => `${active} in use`,
      none: "No sources yet",
      noneHint: "Add one: it comes with a key, and settings ready to be pasted.",
      create: "Add a source",
      nameHint: "What the monitoring is called, say Prometheus server room",
      kinds: "What it sends",
      kindNames: { json: "Own JSON", cloudevents: "CloudEvents", alertmanager: "Alertmanager" },
      kindsMissing: "Choose one at least",
      sign: "Require signatures (Standard Webhooks)",
      signHint: "Every request must be signed. Alertmanager cannot sign: with it they cannot be required.",
      neverHeard: "Nothing heard yet",
      heard: (moment) => `Last heard ${moment}`,
      signed: "Signed",
      formerUntil: (moment) => `Former key good until ${moment}`,
      made: (name) => `${name} was added`,
      keyOnce:
        "The key is shown this once, the server does not keep it. Paste it into your monitoring now, or put it into your password store.",
      key: "Key",
      secret: "Signing secret",
      tryIt: "Send a test event",
      testTitle: "Test event",
      alertmanager: "Alertmanager's settings",
      cloudEvents:
        "CloudEvents go to the same address, with the Content-Type application/cloudevents+json and the above as data.",
      example: "Copy this",
      rotate: "Change the key",
      rotateWhy:
        "After a change the former key is good for another day: put the new one into your monitoring within that day and nothing is missed.",
      rotateAgain: (moment) =>
        `The key before this one is good until ${moment}; change it again, and that one ends at once.`,
      rotated: (name) => `New key of ${name}`,
      formerDay: "The former key is good for another day.",
      secretToo: "The signing secret changes with it; the former one is good for another day, too.",
      deactivate: "Deactivate this source",
      deactivateSure: (name) =>
        `Nothing that ${name} sends is taken, and its key does not work, until it is turned on again. Events and incidents that came stay.`,
      deactivateYes: "Deactivate, take nothing more",
      deactivated: "Deactivated",
      isInactive:
        "This source is inactive, nothing it sends is taken. Turned on again, its key works as before.",
      activate: "Turn this source on again",
      activated: "Turned on again",
    },
    rules: {
      title: "Rules",
      why: "Asked from the top, the first that takes an event judges it. Inactive ones take nothing.",
      count: (active) => `${active} in use`,
      none: "No rules yet",
      noneHint: "Without a rule events are recorded and open no incident.",
      create: "Add a rule",
      gone: "There is no such rule",
      reorder: "Change the order",
      up: (name) => `Move ${name} up`,
      down: (name) => `Move ${name} down`,
      place: (name, place) => `${name} is number ${place} now`,
      saveOrder: "Save the order",
      cancel: "Leave it as it was",
      active: "In use",
      which: "Which events",
      whichWhy: "All of it must hold; blank means any.",
      sources: "Sources",
      allSources: "All sources",
      severities: "Severity",
      severitiesHint: "None means any. It is not asked of a recovery.",
      assets: "Assets",
      assetsHint: "Blank means any",
      conditions: "Conditions on what it says",
      condition: (place) => `Condition ${place}`,
      addCondition: "Add a condition",
      remove: (name) => `Remove ${name}`,
      field: "Field",
      fieldNames: {
        title: "Title",
        text: "Text",
        asset: "Asset label",
        severity: "Severity",
        status: "Status",
        fingerprint: "The source's fingerprint",
      },
      label: "Label",
      labelOf: (name) => `Label ${name}`,
      labelName: "Name of the label",
      labelSeen: (names) => `Seen: ${names}`,
      operator: "How",
      operators: { contains: "Contains", equals: "Equals", startsWith: "Begins with" },
      value: "Value (case does not matter)",
      when: "How often",
      countOf: "Times",
      countHint: "1 opens at once; 1 to 100",
      within: "Within seconds",
      withinHint: "60 to 86400; 300 is 5 minutes",
      thresholdText: (count, withinS) =>
        count === 1 ? "The first opens it" : `${count} times within ${withinS} s`,
      same: "What is the same trouble",
      sameWhy:
        "Where all of these are the same, events go to one incident. Blank: the source's fingerprint, else asset and title, each source apart.",
      sameField: (place) => `Field ${place}`,
      addSame: "Add a field",
      sameDefault: "The source's fingerprint, or asset and title",
      incident: "The incident it opens",
      category: "Category",
      group: "Assigned group",
      groupHint: "Blank: by asset, category or parameter",
      impact: "Impact",
      urgency: "Urgency",
      priority: (priority) => `Priority ${priority}`,
      bySeverity: "By severity",
      bySeverityWhy: "When events get worse the incident's priority rises with them; it never falls.",
      asAbove: "As above",
      template: "Title template",
      templateHint: "For example {title} @ {label.rack}; blank: the event's title",
      templateDefault: "The event's title",
      problems: {
        name: "Please give it a name",
        category: "Please choose a category",
        count: "A number from 1 to 100, please",
        within: "60 to 86400 seconds, please",
        conditions: "A condition is not complete: it needs a field and a value",
        fingerprintFields: "A field is not complete: a label needs a name",
      },
      collision:
        "Somebody else just changed the same, nothing is saved. All you typed is here: save again to replace theirs. It is now:",
      filterAll: "All events",
    },
    preview: {
      title: "Preview: what became of events that came",
      period: "How far back",
      days: (days) => (days === 1 ? "One day" : `${days} days`),
      asking: "Working it out…",
      incomplete: "There is a preview once times and seconds are right",
      failed: "The preview failed, please try again",
      nothing: "No events came in this time",
      nothingHint: "Add one at “Sources” and send a test event by its example: it shows here.",
      again: "Work it out again",
      summary: (matched, looked, incidents) =>
        `${matched} of ${looked} events match and open ${incidents} ${incidents === 1 ? "incident" : "incidents"}`,
      cut: (looked) => `Only the newest ${looked} were looked at`,
      children: (count) => `${count} of them below the first of a storm, telling nobody`,
      examples: (shown, all) => (shown < all ? `The newest ${shown}` : `All ${all} that match`),
      alone: "By this rule alone, whatever others stand before it, and as if nobody touched an incident.",
    },
    windows: {
      title: "Maintenance windows",
      why: "Alarms of these assets are then recorded and open no incident; recoveries are heard. Windows of approved changes do the same by themselves.",
      count: (running) => (running === 0 ? "None now" : `${running} running`),
      none: "No maintenance windows",
      noneHint: "Name one before equipment is worked on, and monitoring wakes nobody.",
      create: "Add a maintenance window",
      edit: "Edit the maintenance window",
      from: "From",
      until: "Until",
      dates: "It must end after it begins, and last a year at most",
      assets: "Assets",
      assetsMissing: "Choose one asset at least",
      states: { running: "Running", coming: "Coming", over: "Over" },
      remove: "Delete this window",
      removeSure: "Alarms that arrive after that open incidents again.",
      removed: "Deleted",
      newest: (count) => `The newest ${count} are listed`,
    },
    recent: {
      title: "Recent events",
      why: "What came, the newest first, kept for 90 days.",
      count: "What came, and what was made of it",
      none: "No events came yet",
      noneHint: "Add one at “Sources” and send a test event by its example.",
      refresh: "Fetch again",
      incident: "To the incident",
      rule: (name) => `Rule: ${name}`,
      end: "No earlier ones",
    },
  },
};
