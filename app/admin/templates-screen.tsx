import { useState } from "react";
import { useLocation } from "wouter";
import { nameMax, type TemplateDraft } from "../../core/directory/administration";
import type { ChangeTemplate } from "../../core/directory/directory";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import { CheckField } from "../ui/check-field";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Sheet } from "../ui/sheet";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useSaving } from "./admin-context";
import { Problem } from "./problem";

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
      foot={
        <Button kind="main" wide aria-haspopup="dialog" onClick={() => setEditing("new")}>
          <Icon name="open" size={20} />
          {a.templates.create}
        </Button>
      }
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
  const saving = useSaving();
  const [draft, setDraft] = useState<TemplateDraft>({
    name: template?.name ?? "",
    approved: template?.approved ?? false,
  });
  const [checked, setChecked] = useState(false);
  const save = async () => {
    setChecked(true);
    if (draft.name.trim() === "") return;
    const work = () => (template ? admin.editTemplate(template.id, draft) : admin.createTemplate(draft));
    if (await saving.save(work)) onClose();
  };
  return (
    <Sheet
      title={template ? a.templates.edit : a.templates.create}
      onClose={onClose}
      foot={
        <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
          {saving.busy ? a.saving : a.save}
        </Button>
      }
    >
      <Problem error={saving.error} />
      <TextField
        label={a.name}
        value={draft.name}
        maxLength={nameMax}
        error={checked && draft.name.trim() === "" ? a.required : null}
        onChange={(name) => setDraft({ ...draft, name })}
      />
      <CheckField
        label={a.templates.approve}
        checked={draft.approved}
        onChange={(approved) => setDraft({ ...draft, approved })}
      />
    </Sheet>
  );
}
