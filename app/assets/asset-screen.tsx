/** `/assets/ID`, the address on a label: what the thing is, what is wrong with it now, and what helped before. */
import { Link } from "wouter";
import { readAssetTickets } from "../../client/views/asset";
import type { Asset, KnownError } from "../../core/directory/directory";
import type { AssetId } from "../../core/ids";
import { useNow, useTexts } from "../locale/locale";
import { useCameBack, useDirectory, useGenba, useSession } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { TicketRow } from "../tickets/ticket-row";
import { ticketRowView } from "../tickets/ticket-row-view";
import buttonCss from "../ui/button.module.css";
import { EmptyState } from "../ui/empty-state";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { assetTexts } from "./asset-texts";
import css from "./assets.module.css";

interface Props {
  readonly id: AssetId;
  readonly onBack: () => void;
}

export function AssetScreen({ id, onBack }: Props) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const { assets, knownErrors } = useDirectory();
  const asset = assets.get(id);
  if (asset === undefined) return <UnknownAsset onBack={onBack} />;
  const known = knownErrors.filter(({ assetIds }) => assetIds.includes(id));
  return (
    <Screen
      title={asset.tag}
      onBack={onBack}
      foot={
        <Link
          href={asset.active ? `/new?asset=${id}` : `/new?label=${encodeURIComponent(asset.tag)}`}
          className={buttonCss.button}
          data-kind="main"
          data-wide
        >
          {asset.active ? texts.openTicket : texts.openAsText}
        </Link>
      }
    >
      <Facts asset={asset} />
      <Related asset={asset} />
      {known.length > 0 ? <KnownErrors known={known} /> : null}
      <AssetTickets id={id} />
    </Screen>
  );
}

function Facts({ asset }: { asset: Asset }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const { account } = useSession();
  const { sites, groups } = useDirectory();
  const facts = [
    [texts.site, sites.get(asset.siteId)?.name],
    [texts.place, asset.location],
    [texts.group, asset.groupId === null ? null : groups.get(asset.groupId)?.name],
  ] as const;
  return (
    <div className={css.facts}>
      <h2>{asset.name}</h2>
      {asset.active ? null : (
        <p className={css.retired}>
          <b>{texts.retired}</b> {texts.retiredHint}
        </p>
      )}
      <dl>
        {facts.map(([label, value]) =>
          value ? (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {account.role === "requester" || !asset.active ? null : (
        <Link href={`/assets/labels?asset=${asset.id}`} className={css.print}>
          {texts.printLabel}
        </Link>
      )}
    </div>
  );
}

/** 依賴, both ways: who changes one of them changes the other's day too. */
function Related({ asset }: { asset: Asset }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  const { assets } = useDirectory();
  const needs = (asset.dependsOn ?? []).flatMap((id) => assets.get(id) ?? []);
  const needed = [...assets.values()].filter(({ dependsOn }) => dependsOn?.includes(asset.id));
  const lists = [
    [texts.dependsOn, needs],
    [texts.neededBy, needed],
  ] as const;
  return lists.map(([title, rows]) =>
    rows.length === 0 ? null : (
      <Section key={title} title={title} count={rows.length}>
        {rows.map(({ id, tag, name }) => (
          <Link key={id} href={`/assets/${id}`} className={css.related}>
            <b>{tag}</b> {name}
          </Link>
        ))}
      </Section>
    ),
  );
}

function KnownErrors({ known }: { known: readonly KnownError[] }) {
  const { t, locale } = useTexts();
  return (
    <Section title={assetTexts[locale].knownErrors} count={known.length}>
      {known.map(({ problemId, workaround }) => (
        <div key={problemId} className={css.known}>
          <p>{workaround}</p>
          <Link href={`/tickets/${problemId}`}>{t.ticket.seeProblem}</Link>
        </div>
      ))}
    </Section>
  );
}

function AssetTickets({ id }: { id: AssetId }) {
  const { t, locale } = useTexts();
  const texts = assetTexts[locale];
  const genba = useGenba();
  const directory = useDirectory();
  const now = useNow();
  const { ticketIds: cameBack } = useCameBack();
  const tickets = useLive(() => readAssetTickets(genba.db, id), [genba, id]);
  if (tickets === undefined) return null;
  const { open, closed } = tickets;
  return (
    <>
      <Section title={texts.open} count={open.length}>
        {open.length === 0 ? <p className={css.note}>{texts.noOpen}</p> : null}
        {open.map((row) => (
          <TicketRow key={row.id} row={ticketRowView(t, row, cameBack, directory, now)} />
        ))}
      </Section>
      {closed.length > 0 ? (
        <Section title={texts.closed}>
          {closed.map((row) => (
            <TicketRow key={row.id} row={ticketRowView(t, row, cameBack, directory, now)} />
          ))}
        </Section>
      ) : null}
    </>
  );
}

function UnknownAsset({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = assetTexts[locale];
  return (
    <Screen title={texts.title} onBack={onBack}>
      <EmptyState title={texts.unknown} hint={texts.unknownHint}>
        <Link href="/scan" className={buttonCss.button} data-kind="main" data-wide>
          {texts.scan}
        </Link>
        <Link href="/assets" className={buttonCss.button} data-wide>
          {texts.toList}
        </Link>
        <Link href="/new" className={buttonCss.button} data-wide>
          {texts.openTicket}
        </Link>
      </EmptyState>
    </Screen>
  );
}
