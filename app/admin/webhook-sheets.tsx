/** A new webhook, and one that is there: its fields, a test, another secret, its end. */
import { useState } from "react";
import type { Interfaces } from "../../client/interfaces";
import type { WebhookDraft, WebhookRecord } from "../../core/interfaces/webhook";
import { flows } from "../../core/workflow/vocabulary";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { FormSheet } from "./form-sheet";
import { webhookTexts } from "./interface-texts";
import { Problem } from "./problem";
import { SureButton } from "./sure-button";
import { useDeliveries } from "./use-deliveries";
import { cleanedWebhook, isWebhookComplete, WebhookFields } from "./webhook-fields";

interface NewProps {
  readonly interfaces: Interfaces;
  readonly onClose: () => void;
  /** With what is shown this once. */
  readonly onMade: (name: string, secret: string) => void;
}

const begun: WebhookDraft = {
  name: "",
  url: "",
  events: ["ticket.opened", "ticket.closed"],
  flows,
  groupId: null,
};

export function NewWebhookSheet({ interfaces, onClose, onMade }: NewProps) {
  const { locale } = useTexts();
  const w = webhookTexts[locale];
  const [draft, setDraft] = useState(begun);
  const cleaned = cleanedWebhook(draft);
  return (
    <FormSheet
      title={w.create}
      verb={w.create}
      isComplete={isWebhookComplete(draft)}
      work={async () => onMade(cleaned.name, (await interfaces.createWebhook(cleaned)).secret)}
      onClose={onClose}
      onSaved={() => {}}
    >
      {(checked) => <WebhookFields draft={draft} onChange={setDraft} checked={checked} />}
    </FormSheet>
  );
}

interface Props {
  readonly webhook: WebhookRecord;
  readonly interfaces: Interfaces;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onRotated: (secret: string) => void;
}

export function WebhookSheet({ webhook, interfaces, onClose, onChanged, onRotated }: Props) {
  const { locale } = useTexts();
  const w = webhookTexts[locale];
  const { a } = useAdmin();
  const now = useNow();
  const { id, name, url, events, flows: chosen, groupId, state, formerSecretUntil } = webhook;
  const [draft, setDraft] = useState<WebhookDraft>({ name, url, events, flows: chosen, groupId });
  const [active, setActive] = useState(state === "on");
  const saving = useSaving();
  const said = useDeliveries(webhook);
  const done = () => {
    onChanged();
    onClose();
  };
  const test = async () => {
    if (await saving.save(() => interfaces.testWebhook(id), w.testSent)) onChanged();
  };
  const rotate = () => saving.save(async () => onRotated((await interfaces.rotateWebhook(id)).secret));
  const remove = async () => {
    if (await saving.save(() => interfaces.removeWebhook(id), w.removed)) done();
  };
  return (
    <FormSheet
      title={name}
      verb={a.save}
      isComplete={isWebhookComplete(draft)}
      work={() => interfaces.saveWebhook(id, { ...cleanedWebhook(draft), active })}
      onClose={onClose}
      onSaved={done}
      kind="webhook.edited"
    >
      {(checked) => (
        <>
          {state === "gone" ? <p className={css.problem}>{w.gone}</p> : null}
          <div role="status">
            {said.map((line) => (
              <p key={line} className={css.note}>
                {line}
              </p>
            ))}
          </div>
          {formerSecretUntil === null ? null : (
            <p className={css.note}>{w.former(momentText(locale, formerSecretUntil, now))}</p>
          )}
          <Problem error={saving.error} />
          <div className={css.below}>
            <Button wide disabled={saving.busy || state !== "on"} onClick={() => void test()}>
              {state === "on" ? w.test : w.testOff}
            </Button>
          </div>
          <CheckField label={w.active} checked={active} onChange={setActive} />
          <WebhookFields draft={draft} onChange={setDraft} checked={checked} />
          <div className={css.below}>
            <Button wide disabled={saving.busy} onClick={() => void rotate()}>
              {w.rotate}
            </Button>
          </div>
          <p className={css.note}>{w.rotateWhy}</p>
          <div className={css.below}>
            <SureButton
              label={w.remove}
              sure={w.removeSure}
              busy={saving.busy}
              onSure={() => void remove()}
            />
          </div>
          <p className={css.note}>{w.removeWhy}</p>
        </>
      )}
    </FormSheet>
  );
}
