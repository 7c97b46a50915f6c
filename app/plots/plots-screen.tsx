/** `/plots`, 圖表: how the desk does, for agents and administrators, by period, group and flow. */
import { useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { createPlots, type PlotFilter } from "../../client/plots";
import { flowFilters, flowsOf } from "../../core/plots/figures";
import { periodLengths } from "../../core/plots/period";
import { useTexts } from "../locale/locale";
import { useDirectory, useSession } from "../replica/genba-context";
import { groupOptions } from "../tickets/directory-options";
import { EmptyState } from "../ui/empty-state";
import { Picker } from "../ui/picker";
import { Screen } from "../ui/screen";
import { Segmented } from "../ui/segmented";
import { cardNames, cards } from "./cards";
import { FigureCard } from "./figure-card";
import { readFilter, writeFilter } from "./filter-view";
import { OwnPeriod } from "./own-period";
import { plotTexts } from "./plot-texts";
import css from "./plots.module.css";
import { plotsName } from "./plots-name";

export default function PlotsScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = plotTexts[locale];
  const { account } = useSession();
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readFilter(search), [search]);
  const plots = useMemo(() => createPlots(account.id), [account.id]);
  if (account.role === "requester") {
    return (
      <Screen title={plotsName[locale]} onBack={onBack}>
        <EmptyState title={texts.requester} />
      </Screen>
    );
  }
  const shown = cardNames.filter((name) => flowsOf(cards[name].figure, filter.flow).length > 0);
  return (
    <Screen title={plotsName[locale]} onBack={onBack}>
      <div className={css.column}>
        <Filters
          filter={filter}
          onChange={(next) => navigate(`/plots?${writeFilter(next)}`, { replace: true })}
        />
        <div className={css.cards}>
          {shown.map((name) => (
            <FigureCard key={name} name={name} plots={plots} filter={filter} />
          ))}
        </div>
      </div>
    </Screen>
  );
}

function Filters({ filter, onChange }: { filter: PlotFilter; onChange: (filter: PlotFilter) => void }) {
  const { locale } = useTexts();
  const texts = plotTexts[locale];
  const directory = useDirectory();
  const { period, groupId, flow } = filter;
  const [isOwn, setOwn] = useState("from" in period);
  const groups = useMemo(() => groupOptions(directory, null), [directory]);
  return (
    <div className={css.filters}>
      <Segmented
        label={texts.period}
        value={isOwn || "from" in period ? "own" : `${period.days}`}
        options={[
          ...periodLengths.map((days) => ({ value: `${days}` as const, label: texts.periods[days] })),
          { value: "own" as const, label: texts.ownPeriod },
        ]}
        onChange={(name) => {
          setOwn(name === "own");
          const days = periodLengths.find((length) => `${length}` === name);
          if (days !== undefined) onChange({ ...filter, period: { days } });
        }}
      />
      {isOwn ? (
        <OwnPeriod
          value={"from" in period ? period : { from: "", until: "" }}
          onChange={(span) => onChange({ ...filter, period: span })}
        />
      ) : null}
      <Segmented
        label={texts.flow}
        value={flow}
        options={flowFilters.map((value) => ({ value, label: texts.flows[value] }))}
        onChange={(value) => onChange({ ...filter, flow: value })}
      />
      <Picker
        label={texts.group}
        options={groups}
        value={groupId}
        valueLabel={texts.allGroups}
        optional
        onChange={(id) => onChange({ ...filter, groupId: id })}
      />
    </div>
  );
}
