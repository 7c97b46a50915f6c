import { Suspense, useDeferredValue, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import type { TicketRow as ReplicaRow } from "../../client/replica/rows";
import { searchTickets } from "../../client/search/search";
import { groupsOf } from "../../client/views/my-work";
import { listTickets } from "../../client/views/tickets";
import type { TicketId } from "../../core/ids";
import type { DrawRow } from "../desk/picker-bar";
import { useNow, useTexts } from "../locale/locale";
import { useParts } from "../parts";
import { useCameBack, useDirectory, useGenba } from "../replica/genba-context";
import { useLive, useSettled } from "../replica/use-live";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Segmented } from "../ui/segmented";
import { emptyFilter, filterCount, type ListFilter, ticketFilters } from "./list-filter";
import css from "./list-screen.module.css";
import { ServerSearch } from "./server-search";
import { TicketRow } from "./ticket-row";
import { ticketRowView } from "./ticket-row-view";

/** Rows asked of the replica at a time; reaching their end asks for as many more. */
const pageRows = 200;
/** Rows before the end at which the next ones are asked for. */
const aheadRows = 30;

/** 工單: everything this phone holds, and with a network what it does not. */
export function ListScreen({ selected }: { selected: TicketId | null }) {
  const { t } = useTexts();
  const [filter, setFilter] = useState(emptyFilter);
  const [text, setText] = useState("");
  const [filtering, setFiltering] = useState(false);
  const { FilterSheet } = useParts();
  const query = useDeferredValue(text.trim());
  const active = filterCount(filter);
  return (
    <Screen title={t.nav.tickets} fixed>
      <div className={css.tools}>
        <search className={css.search}>
          <Icon name="search" size={20} />
          <input
            type="search"
            value={text}
            aria-label={t.form.searchHere}
            placeholder={t.list.search}
            onChange={(event) => setText(event.target.value)}
          />
          <button
            type="button"
            className={css.filter}
            aria-haspopup="dialog"
            data-active={active > 0 || undefined}
            onClick={() => setFiltering(true)}
          >
            <Icon name="filter" size={20} />
            <span>{t.list.filter}</span>
            {active > 0 ? ` ${active}` : ""}
          </button>
        </search>
        <Segmented
          hideLabel
          label={t.list.scope}
          value={filter.scope}
          options={(["all", "mine", "groups"] as const).map((scope) => ({
            value: scope,
            label: t.list.scopes[scope],
          }))}
          onChange={(scope) => setFilter({ ...filter, scope })}
        />
      </div>
      <Rows
        filter={filter}
        query={query}
        selected={selected}
        onClear={() => {
          setFilter(emptyFilter);
          setText("");
        }}
      />
      {filtering ? (
        <Suspense fallback={null}>
          <FilterSheet filter={filter} onChange={setFilter} onClose={() => setFiltering(false)} />
        </Suspense>
      ) : null}
    </Screen>
  );
}

interface RowsProps {
  readonly filter: ListFilter;
  readonly query: string;
  readonly selected: TicketId | null;
  readonly onClear: () => void;
}

function Rows({ filter, query, selected, onClear }: RowsProps) {
  const { t } = useTexts();
  const directory = useDirectory();
  const now = useNow();
  const { ticketIds: cameBack } = useCameBack();
  const list = useRef<VListHandle>(null);
  const [limit, setLimit] = useState(pageRows);
  const { PickerBar } = useParts();
  const isSettled = useSettled();
  const [draw, setDraw] = useState<{ row: DrawRow | null }>({ row: null });
  const [onDraw] = useState(() => (row: DrawRow | null) => setDraw({ row }));
  const rows = useRows(filter, query, limit);
  if (!rows) return null;
  const grow = (offset: number) => {
    const handle = list.current;
    if (!handle || rows.length < limit) return;
    if (handle.findItemIndex(offset + handle.viewportSize) > rows.length - aheadRows)
      setLimit(limit + pageRows);
  };
  const none = rows.length === 0;
  // What is out of sight costs nothing: only the items in sight are made.
  const items = ["count" as const, ...(none ? ["none" as const] : rows), "server" as const];
  return (
    <>
      <VList ref={list} className={css.list} onScroll={grow} data={items}>
        {(item) => {
          switch (item) {
            case "count":
              return (
                <p key="count" className={css.count} aria-live="polite">
                  {none
                    ? ""
                    : rows.length < limit
                      ? t.list.count(rows.length)
                      : `${t.list.count(rows.length)} +`}
                </p>
              );
            case "none":
              return (
                <EmptyState key="none" title={t.list.none} hint={t.list.noneHint}>
                  <Button wide onClick={onClear}>
                    {t.list.clear}
                  </Button>
                </EmptyState>
              );
            case "server":
              return <ServerSearch key={`server ${query}`} query={query} />;
            default: {
              const view = ticketRowView(t, item, cameBack, directory, now);
              return (
                <div key={item.id} className={css.row}>
                  {draw.row?.(view) ?? <TicketRow row={view} selected={item.id === selected} />}
                </div>
              );
            }
          }
        }}
      </VList>
      {isSettled ? (
        <Suspense fallback={null}>
          <PickerBar rows={rows} onDraw={onDraw} />
        </Suspense>
      ) : null}
    </>
  );
}

function useRows(filter: ListFilter, query: string, limit: number): readonly ReplicaRow[] | undefined {
  const genba = useGenba();
  const directory = useDirectory();
  return useLive(async () => {
    const { db, accountId } = genba;
    const unfiltered = filter.scope === "all" && filterCount(filter) === 0;
    // A search without filters finds closed tickets too.
    if (query !== "" && unfiltered) return searchTickets(db, query, null, limit);
    const groups = filter.scope === "groups" ? groupsOf([accountId], genba.context()) : [];
    const lists = await Promise.all(
      ticketFilters(filter, accountId, groups).map((one) =>
        query === "" ? listTickets(db, one, limit) : searchTickets(db, query, one, limit),
      ),
    );
    if (lists.length === 1) return lists[0] ?? [];
    const byId = new Map(lists.flat().map((row) => [row.id, row]));
    return [...byId.values()].sort((a, b) => a.recent - b.recent).slice(0, limit);
  }, [genba, directory, filter, query, limit]);
}
