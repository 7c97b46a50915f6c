/** What a ticket is about: picked from the list, or scanned from the label on the thing. */
import { useState } from "react";
import type { DirectoryView } from "../../client/genba";
import type { AssetId } from "../../core/ids";
import { type ActionArgs, textMaxLength } from "../../core/sync/protocol";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { ScanSheet } from "../scan/scan-sheet";
import { scanTexts } from "../scan/scan-texts";
import { assetOptions } from "../tickets/directory-options";
import { Button } from "../ui/button";
import { Icon } from "../ui/icons";
import { MultiPicker } from "../ui/multi-picker";
import css from "./asset-field.module.css";

interface Props {
  readonly args: ActionArgs;
  readonly optional: boolean;
  readonly error: string | null;
  readonly onChange: (patch: ActionArgs) => void;
}

export function AssetField({ args, onChange, ...shared }: Props) {
  const { t, locale } = useTexts();
  const texts = scanTexts[locale];
  const directory = useDirectory();
  const [scanning, setScanning] = useState(false);
  const chosen = args.assetIds ?? [];
  const choose = (ids: readonly AssetId[]) => onChange(assetArgs(directory, ids));
  return (
    <div className={css.field}>
      <MultiPicker
        {...shared}
        label={t.form.asset}
        options={assetOptions(directory, args.siteId ?? null)}
        values={chosen}
        onChange={choose}
      />
      <Button className={css.scan} aria-haspopup="dialog" onClick={() => setScanning(true)}>
        <Icon name="scan" size={20} /> {texts.button}
      </Button>
      {scanning ? (
        <ScanSheet
          onAsset={({ id }) => choose([...chosen.filter((other) => other !== id), id])}
          onText={(line) =>
            onChange({
              description: [args.description, line].filter(Boolean).join("\n").slice(0, textMaxLength),
            })
          }
          onClose={() => setScanning(false)}
        />
      ) : null}
    </div>
  );
}

/** A thing stands at its site: the first one says where the ticket is. */
export function assetArgs({ assets }: Pick<DirectoryView, "assets">, ids: readonly AssetId[]): ActionArgs {
  const site = ids[0] === undefined ? undefined : assets.get(ids[0])?.siteId;
  return { assetIds: ids, ...(site === undefined ? {} : { siteId: site }) };
}
