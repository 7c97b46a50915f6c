import { useState } from "react";
import { Link } from "wouter";
import { type Locale, locales } from "../../core/messages/vocabulary-texts";
import { assetTexts } from "../assets/asset-texts";
import { attentionTexts } from "../attention/attention-texts";
import { calendarTexts } from "../calendar/calendar-texts";
import { KeysSheet } from "../desk/keys-sheet";
import { keysTexts } from "../desk/keys-texts";
import { useUnread } from "../inbox/unread";
import { PhoneSection } from "../install/phone-section";
import { themes, useNow, useTexts } from "../locale/locale";
import { agoText } from "../locale/time-text";
import { OwnSetting } from "../notify/own-setting";
import { plotsName } from "../plots/plots-name";
import { PushSection } from "../push/push-section";
import { queueTexts } from "../queue/queue-texts";
import { useCameBack, useGenba, useQueueSummary, useSession, useSyncState } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Segmented } from "../ui/segmented";
import { useDesk } from "../ui/use-desk";
import { lookTexts } from "./look-texts";
import css from "./more-screen.module.css";
import { SignOutSheet } from "./sign-out-sheet";
import { useStorageUse } from "./storage-use";

const localeNames: Readonly<Record<Locale, string>> = { "zh-TW": "中文", en: "English" };

export function MoreScreen({ onSignedOut }: { onSignedOut: (discard: boolean) => void }) {
  const { t, locale, theme, setLocale, setTheme } = useTexts();
  const { account } = useSession();
  const queue = useQueueSummary();
  const cameBack = useCameBack();
  const unread = useUnread();
  const [leaving, setLeaving] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const desk = useDesk();
  return (
    <Screen title={t.more.title} side={account.name}>
      <Section title={t.more.sync}>
        <Link href="/queue" className={css.row}>
          <span>{queueTexts[locale].title}</span> <b>{queue.count + queue.files}</b>{" "}
          <Icon name="forward" size={20} />
        </Link>
        <Link href="/attention" className={css.row}>
          <span>{attentionTexts[locale].title}</span> <b>{cameBack.count}</b>{" "}
          <Icon name="forward" size={20} />
        </Link>
        <SyncRow />
        <PhoneSection />
      </Section>
      <Section title={t.form.asset}>
        {(["assets", "scan"] as const).map((name) => (
          <Link key={name} href={`/${name}`} className={css.row}>
            <span className={css.label}>{t.more[name]}</span> <Icon name="forward" size={20} />
          </Link>
        ))}
        {account.role === "requester" ? null : (
          <>
            <Link href="/known-errors" className={css.row}>
              <span className={css.label}>{assetTexts[locale].knownErrors}</span>{" "}
              <Icon name="forward" size={20} />
            </Link>
            <Link href="/calendar" className={css.row}>
              <span className={css.label}>{calendarTexts[locale].title}</span>{" "}
              <Icon name="forward" size={20} />
            </Link>
          </>
        )}
      </Section>
      {account.role === "requester" ? null : (
        <Section title={plotsName[locale]}>
          <Link href="/plots" className={css.row}>
            <span className={css.label}>{plotsName[locale]}</span> <Icon name="forward" size={20} />
          </Link>
        </Section>
      )}
      <Section title={t.more.push}>
        <Link href="/inbox" className={css.row}>
          <span>{t.more.inbox}</span> <b>{unread}</b> <Icon name="forward" size={20} />
        </Link>
        <PushSection />
      </Section>
      <OwnSetting />
      <Section title={t.more.language}>
        <div className={css.pad}>
          <Segmented
            hideLabel
            label={t.more.language}
            value={locale}
            options={locales.map((one) => ({ value: one, label: localeNames[one] }))}
            onChange={setLocale}
          />
        </div>
      </Section>
      <Section title={t.more.theme}>
        <div className={css.pad}>
          <Segmented
            hideLabel
            label={t.more.theme}
            value={theme}
            options={themes.map((one) => ({ value: one, label: lookTexts[locale].themes[one] }))}
            onChange={setTheme}
          />
          {desk ? (
            <Button wide aria-haspopup="dialog" onClick={() => setHelpOpen(true)}>
              {keysTexts[locale].title} (?)
            </Button>
          ) : null}
        </div>
      </Section>
      <Section title={t.more.account}>
        <div className={css.pad}>
          <p className={css.who}>
            {account.name}
            <small>{account.email}</small>
          </p>
          <Button wide onClick={() => setLeaving(true)} aria-haspopup="dialog">
            {t.more.signOut}
          </Button>
        </div>
        {(account.role === "admin" ? (["delegates", "admin"] as const) : (["delegates"] as const)).map(
          (name) => (
            <Link key={name} href={`/${name}`} className={css.row}>
              <span className={css.label}>{t.more[name]}</span> <Icon name="forward" size={20} />
            </Link>
          ),
        )}
      </Section>
      {isHelpOpen ? <KeysSheet onClose={() => setHelpOpen(false)} /> : null}
      {leaving ? <SignOutSheet onClose={() => setLeaving(false)} onSignedOut={onSignedOut} /> : null}
    </Screen>
  );
}

function SyncRow() {
  const { t } = useTexts();
  const genba = useGenba();
  const now = useNow();
  const sync = useSyncState();
  const held = useLive(() => genba.db.tickets.count(), [genba]);
  const cursor = useLive(() => genba.db.meta.get("cursor"), [genba, sync.tag]);
  const pulledAt = cursor?.key === "cursor" ? cursor.pulledAt : null;
  const used = useStorageUse();
  return (
    <div className={css.pad}>
      <p>
        {t.more.lastSync} <b>{pulledAt === null ? t.more.never : agoText(t, Math.max(0, now - pulledAt))}</b>
      </p>
      <p className={css.quiet}>
        {held === undefined ? "" : t.more.held(held)}
        {used === null ? "" : ` · ${t.more.storage(used)}`}
      </p>
    </div>
  );
}
