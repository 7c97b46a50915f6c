import { type Flow, flows, type Priority, type Stage } from "../../core/workflow/vocabulary";
import { useTexts } from "../locale/locale";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { Picker } from "../ui/picker";
import { Segmented } from "../ui/segmented";
import { Sheet } from "../ui/sheet";
import { siteOptions } from "./directory-options";
import { emptyFilter, type ListFilter, stageChoices } from "./list-filter";

export interface FilterSheetProps {
  readonly filter: ListFilter;
  readonly onChange: (filter: ListFilter) => void;
  readonly onClose: () => void;
}
const priorities: readonly Priority[] = ["P1", "P2", "P3", "P4"];

export function FilterSheet({ filter, onChange, onClose }: FilterSheetProps) {
  const { t } = useTexts();
  const directory = useDirectory();
  const setFlow = (flow: Flow | null) => {
    const stage = filter.stage !== null && stageChoices(flow).includes(filter.stage) ? filter.stage : null;
    onChange({ ...filter, flow, stage });
  };
  return (
    <Sheet
      title={t.list.filter}
      onClose={onClose}
      foot={
        <>
          <Button kind="main" wide onClick={onClose}>
            {t.form.close}
          </Button>
          <Button wide onClick={() => onChange({ ...emptyFilter, scope: filter.scope })}>
            {t.list.clear}
          </Button>
        </>
      }
    >
      <Segmented<Priority | "any">
        label={t.list.priority}
        value={filter.priority ?? "any"}
        options={[
          { value: "any", label: t.list.any },
          ...priorities.map((priority) => ({ value: priority, label: priority })),
        ]}
        onChange={(value) => onChange({ ...filter, priority: value === "any" ? null : value })}
      />
      <Picker<Flow>
        label={t.list.flow}
        optional
        options={flows.map((flow) => ({ id: flow, label: t.flow[flow] }))}
        value={filter.flow}
        valueLabel={t.list.any}
        onChange={setFlow}
      />
      <Picker<Stage>
        label={t.list.stage}
        optional
        options={stageChoices(filter.flow).map((stage) => ({ id: stage, label: t.stage[stage] }))}
        value={filter.stage}
        valueLabel={t.list.any}
        onChange={(stage) => onChange({ ...filter, stage })}
      />
      <Picker
        label={t.list.site}
        optional
        options={siteOptions(directory)}
        value={filter.siteId}
        valueLabel={t.list.any}
        onChange={(siteId) => onChange({ ...filter, siteId })}
      />
    </Sheet>
  );
}
