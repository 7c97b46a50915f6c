import { useState } from "react";
import { useLocation } from "wouter";
import { nameMax, type TemplateDraft } from "../../core/directory/administration";
import type { ChangeTemplate } from "../../core/directory/directory";
import { useDirectory } from "../replica/genba-context";
import { CheckField } from "../ui/check-field";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin } from "./admin-context";
import { CreateButton } from "./create-button";
import { FormSheet } from "./form-sheet";
import { useEdits } from "./use-edits";

export function TemplatesScreen() {
  const { a } = useAdmin();
  const { templates } = useDirectory();
  const [, navigate] = useLocation();
  const [editing, setEditing] = useState<ChangeTemplate | "new" | null>(null);
  const rows = [...templates.values()].sort((one, other) => one.name.localeCompare(other.name, "zh-TW"));
  return (
    <Screen
      title={a.templates.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={a.templates.create} onOpen={() => setEditing("new")} />}
    >
      <p className={css.why}>{a.templates.why}</p>
      {rows.length === 0 ? <EmptyState title={a.templates.none} hint={a.templates.noneHint} /> : null}
      {rows.length > 0 ? (
        <Section title={a.templates.title} count={rows.length}>
          {rows.map((template) => (
            <button
              key={template.id}
              type="button"
              className={css.row}
              aria-haspopup="dialog"
              onClick={() => setEditing(template)}
            >
              <span className={css.grow}>{template.name}</span>
              <Tag tone={template.approved ? "ok" : "plain"}>
                {template.approved ? a.templates.approved : a.templates.notApproved}
              </Tag>
              <Icon name="forward" size={20} />
            </button>
          ))}
        </Section>
      ) : null}
      {editing ? (
        <TemplateSheet template={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Screen>
  );
}

function TemplateSheet({ template, onClose }: { template: ChangeTemplate | null; onClose: () => void }) {
  const { a, admin } = useAdmin();
  const [present, setPresent] = useState<TemplateDraft>({
    name: template?.name ?? "",
    approved: template?.approved ?? false,
  });
  const { draft, change, send } = useEdits(present, (known) => setPresent((last) => ({ ...last, ...known })));
  const name = draft.name.trim();
  const work = () =>
    template
      ? send({ ...draft, name }, (edits) => admin.editTemplate(template.id, edits))
      : admin.createTemplate(draft);
  return (
    <FormSheet
      title={template ? a.templates.edit : a.templates.create}
      verb={a.save}
      isComplete={name !== ""}
      work={work}
      onClose={onClose}
      kind="template.edited"
    >
      {(checked) => (
        <>
          <TextField
            label={a.name}
            value={draft.name}
            maxLength={nameMax}
            error={checked && name === "" ? a.required : null}
            onChange={(text) => change({ ...draft, name: text })}
          />
          <CheckField
            label={a.templates.approve}
            checked={draft.approved}
            onChange={(approved) => change({ ...draft, approved })}
          />
        </>
      )}
    </FormSheet>
  );
}
