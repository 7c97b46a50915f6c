import { useCallback, useState } from "react";
import { readSetting, saveSetting } from "../../client/notify";
import type { DigestTime } from "../../core/notify/digest-time";
import type { NotifySetting } from "../../core/notify/policy";
import { useTexts } from "../locale/locale";
import { useSession } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import { TextField } from "../ui/field";
import { Section } from "../ui/section";
import { clockText, deviceZone, fromClock, usualDigestMinute, usualNight } from "./clock-text";
import { notifyTexts } from "./notify-texts";
import css from "./own-setting.module.css";
import { useOnline } from "./use-online";

/** Each person's own: quiet hours and channels. Online only. */
export function OwnSetting() {
  const { locale } = useTexts();
  const { account } = useSession();
  const texts = notifyTexts[locale];
  const stored = useOnline(useCallback(() => readSetting(account.id), [account.id]));
  return (
    <Section title={texts.own.title}>
      <div className={css.pad}>
        {stored.value !== null ? (
          <SettingForm key={JSON.stringify(stored.value)} stored={stored.value} onSaved={stored.put} />
        ) : stored.phase === "away" ? (
          <>
            <p>{texts.offline}</p>
            <p className={css.quiet}>{texts.offlineHint}</p>
          </>
        ) : (
          <p className={css.quiet} aria-busy="true">
            {texts.loading}
          </p>
        )}
      </div>
    </Section>
  );
}

/** The zone is that of the device on which the time was said. */
function usualDigest(): DigestTime {
  return { at: usualDigestMinute, zone: deviceZone() };
}

interface FormProps {
  readonly stored: NotifySetting;
  readonly onSaved: (setting: NotifySetting) => void;
}

function SettingForm({ stored, onSaved }: FormProps) {
  const { locale } = useTexts();
  const { account } = useSession();
  const announce = useAnnounce();
  const texts = notifyTexts[locale];
  const [setting, setSetting] = useState(stored);
  const [phase, setPhase] = useState<"rest" | "busy" | "failed">("rest");
  const { push, mail, quiet } = setting;
  // Absent where the server is of before the digest.
  const digest = setting.digest ?? null;
  const isSame = quiet !== null && quiet.from === quiet.until;
  const isChanged = JSON.stringify(setting) !== JSON.stringify(stored);
  const save = async () => {
    setPhase("busy");
    try {
      onSaved(await saveSetting(account.id, setting));
      announce(texts.saved);
    } catch {
      setPhase("failed");
    }
  };
  const setTime = (end: "from" | "until", text: string) => {
    const minute = fromClock(text);
    if (quiet === null || minute === null) return;
    // The zone is that of the device on which the hours were said.
    setSetting({ ...setting, quiet: { ...quiet, [end]: minute, zone: deviceZone() } });
  };
  return (
    <>
      <CheckField
        label={texts.own.push}
        checked={push}
        onChange={(on) => setSetting({ ...setting, push: on })}
      />
      <CheckField
        label={texts.own.mail}
        checked={mail}
        onChange={(on) => setSetting({ ...setting, mail: on })}
      />
      <p className={css.quiet}>{texts.own.mailHint}</p>
      <CheckField
        label={texts.own.digest}
        checked={digest !== null}
        onChange={(on) => setSetting({ ...setting, digest: on ? usualDigest() : null })}
      />
      {digest === null ? null : (
        <TextField
          label={texts.own.digestAt}
          type="time"
          value={clockText(digest.at)}
          onChange={(text) => {
            const minute = fromClock(text);
            if (minute !== null) setSetting({ ...setting, digest: { at: minute, zone: deviceZone() } });
          }}
        />
      )}
      <p className={css.quiet}>{texts.own.digestHint}</p>
      <CheckField
        label={texts.own.quiet}
        checked={quiet !== null}
        onChange={(on) =>
          setSetting({ ...setting, quiet: on ? { ...usualNight, zone: deviceZone() } : null })
        }
      />
      {quiet === null ? null : (
        <div className={css.times}>
          <TextField
            label={texts.own.from}
            type="time"
            value={clockText(quiet.from)}
            onChange={(text) => setTime("from", text)}
          />
          <TextField
            label={texts.own.until}
            type="time"
            value={clockText(quiet.until)}
            onChange={(text) => setTime("until", text)}
            error={isSame ? texts.own.same : null}
          />
        </div>
      )}
      <p className={css.quiet}>{texts.own.critical}</p>
      {phase === "failed" ? <p role="alert">{texts.failed}</p> : null}
      {isChanged ? (
        <Button wide disabled={phase === "busy" || isSame} onClick={() => void save()}>
          {texts.own.save}
        </Button>
      ) : null}
    </>
  );
}
