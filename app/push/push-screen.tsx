import { useCallback, useEffect, useState } from "react";
import { readSetting } from "../../client/notify";
import { listDevices, removeDevice, showTitles } from "../../client/push-health";
import type { DeviceHealth } from "../../core/push/health";
import { useNow, useTexts } from "../locale/locale";
import { agoText } from "../locale/time-text";
import { type Online, useOnline } from "../notify/use-online";
import { useSession } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { deviceName } from "./device-name";
import css from "./push.module.css";
import { PushStateBlock } from "./push-state";
import { PushTest } from "./push-test";
import { pushTexts } from "./push-texts";
import { usePush } from "./use-push";

const dayMs = 86_400_000;
/** Long before it is asked (server/push/silence.ts): a person may know where that device is. */
const quietDays = 14;

type Devices = Online<readonly DeviceHealth[]>;

/** 通知健康: does this device hear, do the others, and where does a message stop. */
export function PushScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const { account } = useSession();
  const texts = pushTexts[locale];
  const push = usePush();
  const devices = useOnline(useCallback(() => listDevices(account.id), [account.id]));
  const setting = useOnline(useCallback(() => readSetting(account.id), [account.id]));
  const { read } = devices;
  // Turned on or off here, or proved meanwhile.
  useEffect(() => {
    if (push.state !== null) read();
  }, [push.state, read]);
  const own = devices.value?.find((device) => device.isThis);
  const others = devices.value?.filter((device) => !device.isThis);
  return (
    <Screen title={texts.title} onBack={onBack}>
      <Section title={texts.thisDevice}>
        <PushStateBlock push={push} isKnown={devices.value === null ? null : own !== undefined} />
        {setting.value === null || setting.value.push ? null : (
          <div className={css.pad}>
            <p className={css.bad}>{texts.ownOff}</p>
          </div>
        )}
        {own === undefined ? null : <OwnDevice key={own.id} device={own} devices={devices} />}
      </Section>
      <Section title={texts.otherDevices} {...(others === undefined ? {} : { count: others.length })}>
        {others?.map((device) => (
          <OtherDevice key={device.id} device={device} devices={devices} />
        ))}
        {others?.length === 0 ? <p className={css.note}>{texts.noOthers}</p> : null}
        {others !== undefined ? null : devices.phase === "away" ? (
          <div className={css.pad}>
            <p>{texts.offline}</p>
            <p className={css.quiet}>{texts.offlineHint}</p>
          </div>
        ) : (
          <p className={css.note} aria-busy="true">
            {texts.loading}
          </p>
        )}
      </Section>
    </Screen>
  );
}

function OwnDevice({ device, devices }: { device: DeviceHealth; devices: Devices }) {
  const { locale } = useTexts();
  const { account } = useSession();
  const announce = useAnnounce();
  const texts = pushTexts[locale];
  const change = (on: boolean) => {
    const put = (showsTitles: boolean) =>
      devices.put((devices.value ?? []).map((one) => (one.id === device.id ? { ...one, showsTitles } : one)));
    put(on);
    showTitles(account.id, device.id, on).catch(() => {
      put(!on);
      announce(texts.notDone);
    });
  };
  return (
    <div className={css.pad}>
      <Trouble device={device} />
      <CheckField label={texts.titles} checked={device.showsTitles} onChange={change} />
      <p className={css.quiet}>{texts.titlesHint}</p>
      <PushTest deviceId={device.id} />
    </div>
  );
}

function OtherDevice({ device, devices }: { device: DeviceHealth; devices: Devices }) {
  const { t, locale } = useTexts();
  const { account } = useSession();
  const announce = useAnnounce();
  const now = useNow();
  const [removing, setRemoving] = useState(false);
  const texts = pushTexts[locale];
  const name = deviceName(device.userAgent) ?? texts.unknownDevice;
  const remove = async () => {
    try {
      await removeDevice(account.id, device.id);
      devices.put((devices.value ?? []).filter((one) => one.id !== device.id));
      announce(texts.removed);
    } catch {
      announce(texts.notDone);
    }
    setRemoving(false);
  };
  return (
    <div className={css.pad} data-device>
      <p className={css.name}>
        {name}
        <small>{texts.heard(agoText(t, Math.max(0, now - device.heardAt)))}</small>
      </p>
      <Trouble device={device} />
      <PushTest deviceId={device.id} />
      <Button wide kind="quiet" aria-haspopup="dialog" onClick={() => setRemoving(true)}>
        {texts.remove}
      </Button>
      {removing ? (
        <Sheet
          title={texts.remove}
          onClose={() => setRemoving(false)}
          foot={
            <Button kind="alarm" wide onClick={() => void remove()}>
              {texts.remove}
            </Button>
          }
        >
          <p>{texts.removeSure(name)}</p>
        </Sheet>
      ) : null}
    </div>
  );
}

/** What is wrong with a device, as far as the desk knows. */
function Trouble({ device }: { device: DeviceHealth }) {
  const { locale } = useTexts();
  const now = useNow();
  const texts = pushTexts[locale];
  const days = Math.floor((now - device.heardAt) / dayMs);
  return (
    <>
      {device.active ? null : <p className={css.bad}>{texts.notProved}</p>}
      {days < quietDays ? null : <p className={css.bad}>{texts.silent(days)}</p>}
      {device.failures === 0 || device.lastError === null ? null : (
        <p className={css.bad}>{texts.refused(device.failures, device.lastError)}</p>
      )}
    </>
  );
}
