/** The assets of one site, each with a box to tick, and one box for all of them. */
import type { AssetId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { CheckField } from "../ui/check-field";
import type { AssetSection } from "./asset-list-view";
import { assetTexts } from "./asset-texts";
import css from "./labels-screen.module.css";

interface Props {
  readonly section: AssetSection;
  readonly chosen: ReadonlySet<AssetId>;
  readonly onChoose: (ids: readonly AssetId[], isChosen: boolean) => void;
}

export function LabelChoice({ section: { site, assets }, chosen, onChoose }: Props) {
  const { locale } = useTexts();
  const ids = assets.map(({ id }) => id);
  return (
    <fieldset className={css.site}>
      <legend data-only="screen-reader">{site}</legend>
      <div className={css.whole}>
        <CheckField
          label={assetTexts[locale].wholeSite(site)}
          checked={ids.every((id) => chosen.has(id))}
          onChange={(isChosen) => onChoose(ids, isChosen)}
        />
      </div>
      {assets.map(({ id, tag, name }) => (
        <CheckField
          key={id}
          label={`${tag} ${name}`}
          checked={chosen.has(id)}
          onChange={(isChosen) => onChoose([id], isChosen)}
        />
      ))}
    </fieldset>
  );
}
