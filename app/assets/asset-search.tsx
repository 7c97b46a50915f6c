import { useTexts } from "../locale/locale";
import { Icon } from "../ui/icons";
import { assetTexts } from "./asset-texts";
import css from "./assets.module.css";

export function AssetSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { locale } = useTexts();
  const { search } = assetTexts[locale];
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
