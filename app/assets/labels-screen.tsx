/** `/assets/labels`: which labels, a look at the first page, and the printer. */
import { useDeferredValue, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { VList } from "virtua";
import { useSearch } from "wouter";
import type { AssetId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { useDirectory, useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { assetSections } from "./asset-list-view";
import { AssetSearch } from "./asset-search";
import { assetTexts } from "./asset-texts";
import { LabelSheet } from "./label";
import labelCss from "./label.module.css";
import { LabelChoice } from "./label-choice";
import { isOnlyThisMachine, labelPages, labelsMax, labelView } from "./label-view";
import css from "./labels-screen.module.css";
import "./print-frame.css";

export function LabelsScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const { account } = useSession();
  if (account.role !== "requester") return <Labels onBack={onBack} />;
  return (
    <Screen title={texts.labelsTitle} onBack={onBack}>
      <EmptyState title={texts.labelsNotYours} hint={texts.labelsNotYoursHint} />
    </Screen>
  );
}

function Labels({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const directory = useDirectory();
  const asked = new URLSearchParams(useSearch()).get("asset");
  const [chosen, setChosen] = useState<ReadonlySet<AssetId>>(
    new Set(asked === null ? [] : [asked as AssetId]),
  );
  const [used, setUsed] = useState(0);
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const inUse = useMemo(
    () => ({ ...directory, assets: new Map([...directory.assets].filter(([, asset]) => asset.active)) }),
    [directory],
  );
  const sections = useMemo(() => assetSections(inUse, query), [inUse, query]);
  const labels = useMemo(
    () =>
      assetSections(inUse, "")
        .flatMap(({ assets }) => assets)
        .filter(({ id }) => chosen.has(id))
        .map((asset) => labelView(asset, directory, location.origin)),
    [inUse, directory, chosen],
  );
  const pages = labelPages(labels, used);
  const choose = (ids: readonly AssetId[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (isChosen) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  return (
    <Screen
      title={texts.labelsTitle}
      onBack={onBack}
      fixed
      foot={
        <>
          {labels.length > labelsMax ? <p role="alert">{texts.tooMany(labelsMax)}</p> : null}
          <Button kind="main" wide disabled={labels.length === 0} onClick={() => print()}>
            {texts.print(Math.min(labels.length, labelsMax))}
          </Button>
        </>
      }
    >
      <div className={css.split}>
        <div className={css.choosing}>
          <AssetSearch value={text} onChange={setText} />
          <VList className={css.list}>
            {sections.map((section) => (
              <LabelChoice key={section.siteId} section={section} chosen={chosen} onChoose={choose} />
            ))}
          </VList>
        </div>
        <Preview pages={pages} used={used} onUsed={setUsed} />
      </div>
      {createPortal(
        <div className={labelCss.paper} data-paper>
          {pages.map((page, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
            <LabelSheet key={index} page={page} />
          ))}
        </div>,
        document.body,
      )}
    </Screen>
  );
}

interface PreviewProps {
  readonly pages: ReturnType<typeof labelPages>;
  readonly used: number;
  readonly onUsed: (labels: number) => void;
}

function Preview({ pages, used, onUsed }: PreviewProps) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const [first] = pages;
  return (
    <div className={css.preview} data-wide>
      {isOnlyThisMachine(location.origin) ? <p className={css.warning}>{texts.onlyThisMachine}</p> : null}
      {first === undefined ? (
        <EmptyState title={texts.nothingChosen} hint={texts.nothingChosenHint} />
      ) : (
        <>
          <label className={css.used}>
            {texts.used}
            <input
              type="number"
              inputMode="numeric"
              min={0}
              max={23}
              value={used}
              onChange={(event) => onUsed(Number(event.target.value))}
            />
          </label>
          <p className={css.quiet}>{texts.usedHint}</p>
          <p className={css.quiet}>
            {texts.pages(pages.length)} · {texts.holds(location.origin)}
          </p>
          <div className={css.page}>
            <LabelSheet page={first} />
          </div>
        </>
      )}
    </div>
  );
}
