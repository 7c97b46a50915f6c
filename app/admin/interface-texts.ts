/** Words of the screens of API keys and webhooks. */
import type { ApiKeyRecord, ApiScope, ServiceRole } from "../../core/interfaces/api-key";
import type { WebhookEvent, WebhookRecord } from "../../core/interfaces/webhook";
import type { Locale } from "../../core/messages/vocabulary-texts";

/** Of what is shown this once. */
interface OnceTexts {
  readonly once: string;
  readonly copy: string;
  readonly copied: string;
}

interface KeyTexts extends OnceTexts {
  readonly title: string;
  readonly why: string;
  readonly none: string;
  readonly noneHint: string;
  readonly document: string;
  readonly create: string;
  readonly nameHint: string;
  readonly role: string;
  readonly roles: Readonly<Record<ServiceRole, string>>;
  readonly scopes: string;
  readonly scopeNames: Readonly<Record<ApiScope, string>>;
  readonly scopesMissing: string;
  readonly expires: string;
  readonly expiresHint: string;
  readonly expiresWrong: string;
  readonly expiresAt: (moment: string) => string;
  readonly endless: string;
  readonly used: (moment: string) => string;
  readonly unused: string;
  readonly former: (moment: string) => string;
  readonly states: Readonly<Record<ApiKeyRecord["state"], string>>;
  readonly account: string;
  readonly accountWhy: string;
  readonly rotate: string;
  readonly rotateWhy: string;
  readonly revoke: string;
  readonly revokeSure: string;
  readonly revokeWhy: string;
  readonly revoked: string;
  readonly key: string;
  readonly try: string;
}

export const keyTexts: Readonly<Record<Locale, KeyTexts>> = {
  "zh-TW": {
    title: "API 金鑰",
    why: "讓別的系統讀工單、開單、做動作。每把金鑰有自己的帳號，能看什麼、能做什麼，跟那個帳號一樣。",
    none: "還沒有金鑰",
    noneHint: "新增一把，交給要連進來的系統。",
    document: "API 說明文件（OpenAPI）",
    create: "新增金鑰",
    nameHint: "歷程上會顯示這個名稱",
    role: "帳號的角色",
    roles: { agent: "服務人員", requester: "開單人員" },
    scopes: "可以做什麼",
    scopeNames: {
      "tickets:read": "讀工單",
      "tickets:write": "開單",
      "actions:write": "做動作、留言",
      "events:read": "讀事件",
    },
    scopesMissing: "至少選一項",
    expires: "到期",
    expiresHint: "空白：用到撤銷為止",
    expiresWrong: "要在現在之後、十年以內",
    expiresAt: (moment) => `${moment} 到期`,
    endless: "不到期",
    used: (moment) => `上次使用 ${moment}`,
    unused: "沒用過",
    former: (moment) => `舊金鑰用到 ${moment}`,
    states: { good: "可用", expired: "已到期", revoked: "已撤銷" },
    account: "它的帳號",
    accountWhy: "要它處理某個組的工單，就到組織裡把它加進那個組。",
    rotate: "換一把金鑰",
    rotateWhy: "換一把之後，舊的還能用一天，讓對方有時間換上新的。",
    revoke: "撤銷這把金鑰",
    revokeSure: "確定撤銷，不能復原",
    revokeWhy: "馬上不能用，舊的那把也是。帳號和它做過的都保留。",
    revoked: "已撤銷",
    key: "金鑰",
    try: "試試看",
    once: "只顯示這一次，請現在就存到安全的地方。",
    copy: "複製",
    copied: "已複製",
  },
  en: {
    title: "API keys",
    why: "For other systems that read tickets, open them and act on them. Each key has an account of its own: it sees and may do what that account sees and may do.",
    none: "No keys yet",
    noneHint: "Make one for the system that is to connect.",
    document: "The API document (OpenAPI)",
    create: "Make a key",
    nameHint: "Shown in the history of what it does",
    role: "Role of its account",
    roles: { agent: "Agent", requester: "Requester" },
    scopes: "It may",
    scopeNames: {
      "tickets:read": "Read tickets",
      "tickets:write": "Open tickets",
      "actions:write": "Act and comment",
      "events:read": "Read events",
    },
    scopesMissing: "Choose one at least",
    expires: "Expires",
    expiresHint: "Blank: good until it is revoked",
    expiresWrong: "After now, and within ten years",
    expiresAt: (moment) => `Expires ${moment}`,
    endless: "Does not expire",
    used: (moment) => `Last used ${moment}`,
    unused: "Never used",
    former: (moment) => `The former key works until ${moment}`,
    states: { good: "Good", expired: "Expired", revoked: "Revoked" },
    account: "Its account",
    accountWhy: "To let it work on the tickets of a group, add it to that group under Groups.",
    rotate: "Replace the key",
    rotateWhy:
      "Once replaced, the former key works for another day, so that the other side has time to change over.",
    revoke: "Revoke this key",
    revokeSure: "Revoke it for good",
    revokeWhy: "It stops working at once, and so does its former one. The account and what it did stay.",
    revoked: "Revoked",
    key: "Key",
    try: "Try it",
    once: "Shown this once: keep it in a safe place now.",
    copy: "Copy",
    copied: "Copied",
  },
};

interface WebhookTexts extends OnceTexts {
  readonly title: string;
  readonly why: string;
  readonly none: string;
  readonly noneHint: string;
  readonly create: string;
  readonly url: string;
  readonly urlHint: string;
  readonly urlWrong: string;
  readonly events: string;
  readonly eventNames: Readonly<Record<WebhookEvent, string>>;
  readonly flows: string;
  readonly missing: string;
  readonly group: string;
  readonly groupHint: string;
  readonly active: string;
  readonly states: Readonly<Record<WebhookRecord["state"], string>>;
  readonly gone: string;
  readonly success: (moment: string) => string;
  readonly failure: (moment: string, error: string) => string;
  readonly never: string;
  readonly waiting: (count: number) => string;
  readonly former: (moment: string) => string;
  readonly test: string;
  readonly testSent: string;
  readonly testOff: string;
  readonly rotate: string;
  readonly rotateWhy: string;
  readonly remove: string;
  readonly removeSure: string;
  readonly removeWhy: string;
  readonly removed: string;
  readonly secret: string;
}

export const webhookTexts: Readonly<Record<Locale, WebhookTexts>> = {
  "zh-TW": {
    title: "Webhook",
    why: "有事發生時通知別的系統。送不到會在三天內重試；對方回 410 就停用。",
    none: "還沒有 Webhook",
    noneHint: "新增一個，聊天室、報表或其他系統就會在工單有變化時收到通知。",
    create: "新增 Webhook",
    url: "網址",
    urlHint: "https://…；自己網路裡的主機要先列在 GENBA_WEBHOOK_HOSTS",
    urlWrong: "請填完整的網址",
    events: "什麼時候",
    eventNames: {
      "ticket.opened": "開單",
      "ticket.moved": "每個動作",
      "ticket.closed": "關單",
      "ticket.commented": "留言",
    },
    flows: "哪些工單",
    missing: "至少選一項",
    group: "只有這個組的",
    groupHint: "不選就是全部",
    active: "使用中",
    states: { on: "使用中", off: "已停用", gone: "對方已停止" },
    gone: "對方回了 410，不再接收，所以停用了。處理好再打開。",
    success: (moment) => `上次送達 ${moment}`,
    failure: (moment, error) => `上次失敗 ${moment}：${error}`,
    never: "還沒送過",
    waiting: (count) => `${count} 則等待送出`,
    former: (moment) => `舊密鑰用到 ${moment}`,
    test: "送一則測試",
    testSent: "測試已排入，結果會顯示在這裡",
    testOff: "停用時不能測試",
    rotate: "換密鑰",
    rotateWhy: "一天之內同時用新舊兩個密鑰簽章。",
    remove: "刪除這個 Webhook",
    removeSure: "確定刪除",
    removeWhy: "等待中的也不再送。",
    removed: "已刪除",
    secret: "密鑰",
    once: "只顯示這一次，對方要用它驗證簽章。",
    copy: "複製",
    copied: "已複製",
  },
  en: {
    title: "Webhooks",
    why: "Tell other systems what happens. What is not taken is sent again for three days; a receiver that answers 410 is stopped.",
    none: "No webhooks yet",
    noneHint: "Add one, and a chat, a report or another system hears when something happens to a ticket.",
    create: "Add a webhook",
    url: "Address",
    urlHint: "https://…; hosts of your own network must be in GENBA_WEBHOOK_HOSTS",
    urlWrong: "Write the whole address",
    events: "When",
    eventNames: {
      "ticket.opened": "A ticket opens",
      "ticket.moved": "Each step",
      "ticket.closed": "A ticket closes",
      "ticket.commented": "A comment",
    },
    flows: "Which tickets",
    missing: "Choose one at least",
    group: "Only of this group",
    groupHint: "None chosen: all",
    active: "On",
    states: { on: "On", off: "Off", gone: "Stopped by its receiver" },
    gone: "The receiver answered 410: it takes nothing any more, so this is off. Turn it on once that is mended.",
    success: (moment) => `Last taken ${moment}`,
    failure: (moment, error) => `Last failure ${moment}: ${error}`,
    never: "Nothing sent yet",
    waiting: (count) => `${count} waiting`,
    former: (moment) => `The former secret signs until ${moment}`,
    test: "Send a test",
    testSent: "The test is on its way; how it goes is shown here",
    testOff: "No tests while it is off",
    rotate: "Replace the secret",
    rotateWhy: "For a day requests are signed with both.",
    remove: "Delete this webhook",
    removeSure: "Delete it for good",
    removeWhy: "What waits for it is not sent either.",
    removed: "Deleted",
    secret: "Secret",
    once: "Shown this once: its receiver checks signatures with it.",
    copy: "Copy",
    copied: "Copied",
  },
};
