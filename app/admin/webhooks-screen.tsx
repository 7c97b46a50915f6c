/** Webhook: who else is told what happens, and how that goes. */
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { createInterfaces } from "../../client/interfaces";
import type { WebhookRecord } from "../../core/interfaces/webhook";
import { useTexts } from "../locale/locale";
import { useSession } from "../replica/genba-context";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAsked } from "./admin-context";
import { CreateButton } from "./create-button";
import { webhookTexts } from "./interface-texts";
import { Waiting } from "./problem";
import { SecretSheet } from "./secret-sheet";
import { useDeliveries } from "./use-deliveries";
import { NewWebhookSheet, WebhookSheet } from "./webhook-sheets";

type Open =
  | { readonly tag: "nothing" | "new" }
  | { readonly tag: "webhook"; readonly id: WebhookRecord["id"] }
  | { readonly tag: "once"; readonly name: string; readonly secret: string };

/** While messages wait, what became of them is asked for by itself. */
const lookEveryMs = 2_000;

export function WebhooksScreen() {
  const { locale } = useTexts();
  const w = webhookTexts[locale];
  const { account } = useSession();
  const [, navigate] = useLocation();
  const interfaces = useMemo(() => createInterfaces(account.id), [account.id]);
  const [round, setRound] = useState(0);
  const { asked, again } = useAsked(() => interfaces.listWebhooks(), String(round));
  const [open, setOpen] = useState<Open>({ tag: "nothing" });
  const webhooks = asked.tag === "value" ? asked.value : [];
  const look = () => setRound((last) => last + 1);
  useEffect(() => {
    if (!webhooks.some(({ waiting }) => waiting > 0)) return;
    const timer = setTimeout(() => setRound((last) => last + 1), lookEveryMs);
    return () => clearTimeout(timer);
  }, [webhooks]);
  const close = () => setOpen({ tag: "nothing" });
  const showOnce = (name: string, secret: string) => {
    setOpen({ tag: "once", name, secret });
    look();
  };
  const opened = open.tag === "webhook" ? webhooks.find(({ id }) => id === open.id) : undefined;
  return (
    <Screen
      title={w.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={w.create} onOpen={() => setOpen({ tag: "new" })} />}
    >
      <p className={css.why}>{w.why}</p>
      <Waiting asked={asked} again={again} />
      {asked.tag === "value" && webhooks.length === 0 ? (
        <EmptyState title={w.none} hint={w.noneHint} />
      ) : null}
      {webhooks.length > 0 ? (
        <Section title={w.title} count={webhooks.length}>
          {webhooks.map((webhook) => (
            <WebhookRow
              key={webhook.id}
              webhook={webhook}
              onOpen={() => setOpen({ tag: "webhook", id: webhook.id })}
            />
          ))}
        </Section>
      ) : null}
      {open.tag === "new" ? (
        <NewWebhookSheet interfaces={interfaces} onClose={close} onMade={showOnce} />
      ) : null}
      {opened ? (
        <WebhookSheet
          webhook={opened}
          interfaces={interfaces}
          onClose={close}
          onChanged={look}
          onRotated={(secret) => showOnce(opened.name, secret)}
        />
      ) : null}
      {open.tag === "once" ? (
        <SecretSheet title={open.name} label={w.secret} secret={open.secret} texts={w} onClose={close} />
      ) : null}
    </Screen>
  );
}

function WebhookRow({ webhook, onOpen }: { webhook: WebhookRecord; onOpen: () => void }) {
  const { locale } = useTexts();
  const w = webhookTexts[locale];
  const { name, url, state } = webhook;
  const said = useDeliveries(webhook);
  return (
    <button type="button" className={css.row} aria-haspopup="dialog" onClick={onOpen}>
      <span className={css.grow}>
        {name}
        <small>{new URL(url).host}</small>
        {said.map((line) => (
          <small key={line}>{line}</small>
        ))}
      </span>
      <Tag tone={state === "on" ? "ok" : state === "gone" ? "back" : "plain"}>{w.states[state]}</Tag>
      <Icon name="forward" size={20} />
    </button>
  );
}
