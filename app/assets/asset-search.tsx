import { useTexts } from "../locale/locale";
import { Icon } from "../ui/icons";
import { assetTexts } from "./asset-texts";
import css from "./assets.module.css";

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What can be looked for; assets, unless it says otherwise. */
  readonly label?: string;
}

export function AssetSearch({ value, onChange, label }: Props) {
  const { locale } = useTexts();
  const search = label ?? assetTexts[locale].search;
  return (
    <search className={css.search}>
      <Icon name="search" size={20} />
      <input
        type="search"
        value={value}
        aria-label={search}
        placeholder={search}
        onChange={(event) => onChange(event.target.value)}
      />
    </search>
  );
}
