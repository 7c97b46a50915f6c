/** `/assets`: what this desk looks after, by site, as every phone holds it. */
import { useDeferredValue, useMemo, useState } from "react";
import { VList } from "virtua";
import { Link } from "wouter";
import type { Asset } from "../../core/directory/directory";
import { useTexts } from "../locale/locale";
import { useDirectory, useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import buttonCss from "../ui/button.module.css";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Tag } from "../ui/tag";
import { assetSections } from "./asset-list-view";
import { AssetSearch } from "./asset-search";
import { assetTexts } from "./asset-texts";
import css from "./assets.module.css";
import { assetPath } from "./read-label";

export function AssetsScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const { account } = useSession();
  const directory = useDirectory();
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const sections = useMemo(() => assetSections(directory, query), [directory, query]);
  return (
    <Screen
      title={texts.title}
      onBack={onBack}
      fixed
      way={
        account.role === "requester" ? null : (
          <Link href="/assets/labels" className={`${buttonCss.button} ${css.way}`} data-kind="quiet">
            {texts.labels}
          </Link>
        )
      }
      foot={
        <Link href="/scan" className={buttonCss.button} data-kind="main" data-wide>
          <Icon name="scan" /> {texts.scan}
        </Link>
      }
    >
      <div className={css.tools}>
        <AssetSearch value={text} onChange={setText} />
      </div>
      {sections.length === 0 ? (
        <None isEmpty={directory.assets.size === 0} onClear={() => setText("")} />
      ) : (
        <VList className={css.list}>
          {sections.flatMap(({ siteId, site, assets }) => [
            <h2 key={siteId} className={css.site}>
              {site} <b>{texts.count(assets.length)}</b>
            </h2>,
            ...assets.map((asset) => <AssetRow key={asset.id} asset={asset} />),
          ])}
        </VList>
      )}
    </Screen>
  );
}

function AssetRow({ asset }: { asset: Asset }) {
  const { locale } = useTexts();
  return (
    <Link href={assetPath(asset.id)} className={css.row}>
      <span className={css.tag}>{asset.tag}</span>
      <span className={css.name}>
        {asset.name}
        <small>{asset.location}</small>
      </span>
      {asset.active ? null : <Tag tone="plain">{assetTexts[locale].retired}</Tag>}
      <Icon name="forward" size={20} />
    </Link>
  );
}

function None({ isEmpty, onClear }: { isEmpty: boolean; onClear: () => void }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  if (isEmpty) return <EmptyState title={texts.empty} hint={texts.emptyHint} />;
  return (
    <EmptyState title={texts.none} hint={texts.noneHint}>
      <Button wide onClick={onClear}>
        {texts.clear}
      </Button>
    </EmptyState>
  );
}
