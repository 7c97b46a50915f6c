/** 資產依賴: what does not work without what; plans are held against it on every phone. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { Asset } from "../../core/directory/directory";
import type { AssetId } from "../../core/ids";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { assetOptions } from "../tickets/directory-options";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { CreateButton } from "./create-button";
import { FormSheet } from "./form-sheet";
import { Problem } from "./problem";
import { relationTexts } from "./relation-texts";

export function RelationsScreen() {
  const { locale } = useTexts();
  const texts = relationTexts[locale];
  const { assets } = useDirectory();
  const [, navigate] = useLocation();
  const [adding, setAdding] = useState(false);
  const all = [...assets.values()].sort((one, other) => one.tag.localeCompare(other.tag));
  const rows = all.flatMap((from) =>
    (from.dependsOn ?? []).flatMap((id) => {
      const to = assets.get(id);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  return (
    <Screen
      title={texts.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={texts.create} onOpen={() => setAdding(true)} />}
    >
      <p className={css.why}>{texts.why}</p>
      {rows.length === 0 ? (
        <EmptyState title={texts.none} hint={texts.noneHint} />
      ) : (
        <Section title={texts.title} count={rows.length}>
          {rows.map(({ from, to }) => (
            <RelationRow key={`${from.id} ${to.id}`} from={from} to={to} />
          ))}
        </Section>
      )}
      {adding ? <NewRelationSheet onClose={() => setAdding(false)} /> : null}
    </Screen>
  );
}

function RelationRow({ from, to }: { from: Asset; to: Asset }) {
  const { locale } = useTexts();
  const texts = relationTexts[locale];
  const { admin } = useAdmin();
  const saving = useSaving();
  const remove = () => saving.save(() => admin.unrelateAssets(from.id, to.id), texts.removed);
  return (
    <div>
      <div className={css.member}>
        <span className={css.grow}>
          <span className={css.name}>
            {from.tag} {from.name}
          </span>
          <small className={css.note}>
            {texts.to} {to.tag} {to.name}
          </small>
        </span>
        <button
          type="button"
          className={css.takeOut}
          aria-label={texts.remove(from.tag, to.tag)}
          disabled={saving.busy}
          onClick={() => void remove()}
        >
          <Icon name="close" size={20} />
        </button>
      </div>
      <Problem error={saving.error} />
    </div>
  );
}

function NewRelationSheet({ onClose }: { onClose: () => void }) {
  const { locale } = useTexts();
  const texts = relationTexts[locale];
  const { a, admin } = useAdmin();
  const directory = useDirectory();
  const [from, setFrom] = useState<AssetId | null>(null);
  const [to, setTo] = useState<AssetId | null>(null);
  const options = assetOptions(directory, null);
  return (
    <FormSheet
      title={texts.create}
      verb={a.add}
      isComplete={from !== null && to !== null && from !== to}
      work={async () => from && to && admin.relateAssets(from, to)}
      onClose={onClose}
    >
      {(checked) => (
        <>
          <Picker
            label={texts.from}
            options={options}
            value={from}
            error={checked && from === null ? a.required : null}
            onChange={setFrom}
          />
          <Picker
            label={texts.to}
            options={options}
            value={to}
            error={checked ? (to === null ? a.required : to === from ? texts.same : null) : null}
            onChange={setTo}
          />
        </>
      )}
    </FormSheet>
  );
}
