/** 維護時段: when assets are worked on, and what they alarm opens no incident. */
import { useState } from "react";
import { useLocation } from "wouter";
import { type WindowRecord, windowsShownMax } from "../../../core/events/administration";
import { useNow, useTexts } from "../../locale/locale";
import { momentText } from "../../locale/time-text";
import { useDirectory } from "../../replica/genba-context";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icons";
import { Screen } from "../../ui/screen";
import { Section } from "../../ui/section";
import { Tag } from "../../ui/tag";
import css from "../admin.module.css";
import { useAsked } from "../admin-context";
import { CreateButton } from "../create-button";
import { Waiting } from "../problem";
import { eventTexts } from "./event-texts";
import { useEventAdmin } from "./use-event-admin";
import { WindowSheet } from "./window-sheet";
import { inOrder, windowState } from "./window-view";

export function WindowsScreen() {
  const { locale } = useTexts();
  const { windows: texts } = eventTexts[locale];
  const events = useEventAdmin();
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<WindowRecord | "new" | null>(null);
  const [round, setRound] = useState(0);
  // What stands there stays while it is asked again.
  const { asked, again } = useAsked(() => events.listWindows(), `${round}`);
  return (
    <Screen
      title={texts.title}
      onBack={() => navigate("/admin/events")}
      foot={<CreateButton label={texts.create} onOpen={() => setEditing("new")} />}
    >
      <p className={css.why}>{texts.why}</p>
      {asked.tag === "value" ? (
        <Windows windows={asked.value} onEdit={setEditing} />
      ) : (
        <Waiting asked={asked} again={again} />
      )}
      {editing ? (
        <WindowSheet
          window={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            setRound(round + 1);
          }}
        />
      ) : null}
    </Screen>
  );
}

interface WindowsProps {
  readonly windows: readonly WindowRecord[];
  readonly onEdit: (window: WindowRecord) => void;
}

const tones = { running: "wait", coming: "info", over: "plain" } as const;

function Windows({ windows, onEdit }: WindowsProps) {
  const { t, locale } = useTexts();
  const { windows: texts } = eventTexts[locale];
  const { assets } = useDirectory();
  const now = useNow();
  if (windows.length === 0) return <EmptyState title={texts.none} hint={texts.noneHint} />;
  return (
    <>
      <Section title={texts.title} count={windows.length}>
        {inOrder(windows, now).map((window) => {
          const { id, name, assetIds, from, until } = window;
          const state = windowState(window, now);
          return (
            <button
              key={id}
              type="button"
              className={css.row}
              aria-haspopup="dialog"
              onClick={() => onEdit(window)}
            >
              <span className={css.grow}>
                {name}
                <small>
                  {momentText(locale, from, now)} – {momentText(locale, until, now)}
                </small>
                <small>{assetIds.map((asset) => assets.get(asset)?.tag ?? "…").join(t.app.join)}</small>
              </span>
              <Tag tone={tones[state]}>{texts.states[state]}</Tag>
              <Icon name="forward" size={20} />
            </button>
          );
        })}
      </Section>
      {windows.length >= windowsShownMax ? (
        <p className={css.quiet}>{texts.newest(windowsShownMax)}</p>
      ) : null}
    </>
  );
}
