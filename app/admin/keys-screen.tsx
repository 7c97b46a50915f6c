/** API 金鑰: what other programs come in with. */
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import { createInterfaces, type Interfaces } from "../../client/interfaces";
import type { ApiKeyRecord } from "../../core/interfaces/api-key";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAsked, useSaving } from "./admin-context";
import { CreateButton } from "./create-button";
import { keyTexts } from "./interface-texts";
import { NewKeySheet } from "./new-key-sheet";
import { Problem, Waiting } from "./problem";
import { SecretSheet } from "./secret-sheet";
import { SureButton } from "./sure-button";

type Open =
  | { readonly tag: "nothing" | "new" }
  | { readonly tag: "key"; readonly key: ApiKeyRecord }
  | { readonly tag: "once"; readonly name: string; readonly key: string };

export function KeysScreen() {
  const { locale } = useTexts();
  const k = keyTexts[locale];
  const { account } = useSession();
  const [, navigate] = useLocation();
  const interfaces = useMemo(() => createInterfaces(account.id), [account.id]);
  const { asked, again } = useAsked(() => interfaces.listKeys(), "");
  const [open, setOpen] = useState<Open>({ tag: "nothing" });
  const show = (next: Open) => {
    setOpen(next);
    if (next.tag !== "key") again();
  };
  const close = () => setOpen({ tag: "nothing" });
  return (
    <Screen
      title={k.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={k.create} onOpen={() => setOpen({ tag: "new" })} />}
    >
      <div className={css.why}>
        <p>{k.why}</p>
        <a className={css.ticket} href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
          {k.document}
        </a>
      </div>
      <Waiting asked={asked} again={again} />
      {asked.tag === "value" && asked.value.length === 0 ? (
        <EmptyState title={k.none} hint={k.noneHint} />
      ) : null}
      {asked.tag === "value" && asked.value.length > 0 ? (
        <Section title={k.title} count={asked.value.length}>
          {asked.value.map((key) => (
            <KeyRow key={key.id} apiKey={key} onOpen={() => setOpen({ tag: "key", key })} />
          ))}
        </Section>
      ) : null}
      {open.tag === "new" ? (
        <NewKeySheet
          interfaces={interfaces}
          onClose={close}
          onMade={(name, key) => show({ tag: "once", name, key })}
        />
      ) : null}
      {open.tag === "key" ? (
        <KeySheet apiKey={open.key} interfaces={interfaces} onClose={close} onDone={show} />
      ) : null}
      {open.tag === "once" ? (
        <SecretSheet
          title={open.name}
          label={k.key}
          secret={open.key}
          texts={k}
          example={{
            label: k.try,
            text: `curl -H 'Authorization: Bearer ${open.key}' ${location.origin}/api/v1/tickets`,
          }}
          onClose={close}
        />
      ) : null}
    </Screen>
  );
}

function KeyRow({ apiKey, onOpen }: { apiKey: ApiKeyRecord; onOpen: () => void }) {
  const { locale, t } = useTexts();
  const k = keyTexts[locale];
  const { name, scopes, state } = apiKey;
  return (
    <button type="button" className={css.row} aria-haspopup="dialog" onClick={onOpen}>
      <span className={css.grow}>
        {name}
        <small>{scopes.map((scope) => k.scopeNames[scope]).join(t.app.join)}</small>
        <small>{useUse(apiKey)}</small>
      </span>
      <Tag tone={state === "good" ? "ok" : "plain"}>{k.states[state]}</Tag>
      <Icon name="forward" size={20} />
    </button>
  );
}

function useUse({ lastUsedAt, expiresAt }: ApiKeyRecord): string {
  const { locale } = useTexts();
  const now = useNow();
  const k = keyTexts[locale];
  const used = lastUsedAt === null ? k.unused : k.used(momentText(locale, lastUsedAt, now));
  return `${used} · ${expiresAt === null ? k.endless : k.expiresAt(momentText(locale, expiresAt, now))}`;
}

interface KeySheetProps {
  readonly apiKey: ApiKeyRecord;
  readonly interfaces: Interfaces;
  readonly onClose: () => void;
  readonly onDone: (next: Open) => void;
}

function KeySheet({ apiKey, interfaces, onClose, onDone }: KeySheetProps) {
  const { locale, t } = useTexts();
  const k = keyTexts[locale];
  const now = useNow();
  const saving = useSaving();
  const use = useUse(apiKey);
  const { id, name, scopes, state, accountId, formerKeyUntil } = apiKey;
  const rotate = () =>
    saving.save(async () => onDone({ tag: "once", name, key: (await interfaces.rotateKey(id)).key }));
  const revoke = async () => {
    if (await saving.save(() => interfaces.revokeKey(id), k.revoked)) onDone({ tag: "nothing" });
  };
  return (
    <Sheet
      title={name}
      onClose={onClose}
      foot={
        state === "good" ? (
          <Button kind="main" wide disabled={saving.busy} onClick={() => void rotate()}>
            {k.rotate}
          </Button>
        ) : undefined
      }
    >
      <Problem error={saving.error} />
      <p>
        {k.states[state]} · {scopes.map((scope) => k.scopeNames[scope]).join(t.app.join)}
      </p>
      <p className={css.note}>{use}</p>
      {formerKeyUntil === null ? null : (
        <p className={css.note}>{k.former(momentText(locale, formerKeyUntil, now))}</p>
      )}
      <Link href={`/admin/people/${accountId}`} className={css.ticket}>
        {k.account}
      </Link>
      <p className={css.note}>{k.accountWhy}</p>
      {state === "good" ? (
        <>
          <div className={css.below}>
            <SureButton
              label={k.revoke}
              sure={k.revokeSure}
              busy={saving.busy}
              onSure={() => void revoke()}
            />
          </div>
          <p className={css.note}>{k.revokeWhy}</p>
          <p className={css.below}>{k.rotateWhy}</p>
        </>
      ) : null}
    </Sheet>
  );
}
