import { nameMax } from "../../core/directory/administration";
import { type WebhookDraft, webhookEvents, webhookUrlMax } from "../../core/interfaces/webhook";
import { flows } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { groupOptions } from "../tickets/directory-options";
import { TextField } from "../ui/field";
import { Picker } from "../ui/picker";
import { useAdmin } from "./admin-context";
import { CheckGroup } from "./check-group";
import { webhookTexts } from "./interface-texts";

interface Props {
  readonly draft: WebhookDraft;
  readonly onChange: (draft: WebhookDraft) => void;
  /** Says what is missing. */
  readonly checked: boolean;
}

export function WebhookFields({ draft, onChange, checked }: Props) {
  const { locale, t } = useTexts();
  const w = webhookTexts[locale];
  const { a } = useAdmin();
  const directory = useDirectory();
  return (
    <>
      <TextField
        label={a.name}
        value={draft.name}
        maxLength={nameMax}
        autoComplete="off"
        error={checked && draft.name.trim() === "" ? a.required : null}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <TextField
        label={w.url}
        hint={w.urlHint}
        value={draft.url}
        maxLength={webhookUrlMax}
        autoComplete="off"
        error={checked && !URL.canParse(draft.url.trim()) ? w.urlWrong : null}
        onChange={(url) => onChange({ ...draft, url })}
      />
      <CheckGroup
        label={w.events}
        values={draft.events}
        options={webhookEvents.map((value) => ({ value, label: w.eventNames[value] }))}
        error={checked && draft.events.length === 0 ? w.missing : null}
        onChange={(events) => onChange({ ...draft, events })}
      />
      <CheckGroup
        label={w.flows}
        values={draft.flows}
        options={flows.map((value) => ({ value, label: t.flow[value] }))}
        error={checked && draft.flows.length === 0 ? w.missing : null}
        onChange={(chosen) => onChange({ ...draft, flows: chosen })}
      />
      <Picker
        label={w.group}
        hint={w.groupHint}
        optional
        options={groupOptions(directory, null)}
        value={draft.groupId}
        onChange={(groupId) => onChange({ ...draft, groupId })}
      />
    </>
  );
}

export function isWebhookComplete({ name, url, events, flows: chosen }: WebhookDraft): boolean {
  return name.trim() !== "" && URL.canParse(url.trim()) && events.length > 0 && chosen.length > 0;
}

/** As a browser writes an address, which is how it is stored. */
export function cleanedWebhook(draft: WebhookDraft): WebhookDraft {
  const url = draft.url.trim();
  return { ...draft, name: draft.name.trim(), url: URL.canParse(url) ? new URL(url).href : url };
}
