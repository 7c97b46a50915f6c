/** The templates that standard changes are opened from: an approved one may be used, a withdrawn one no longer. */
import type { TemplateDraft } from "../../core/directory/administration";
import type { Edits } from "../../core/directory/edits";
import type { AccountId, TemplateId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { administer, editedFrom } from "./administer";

export function createTemplate(
  database: Database,
  actorId: AccountId,
  draft: TemplateDraft,
): Promise<{ readonly id: TemplateId }> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const { id } = await transaction.changeTemplate.create({ data: { ...draft } });
    await record({
      kind: "template.created",
      subjectId: id,
      subjectName: draft.name,
      before: {},
      after: { ...draft },
    });
    return { id: id as TemplateId };
  });
}

/** Refusals: `subject.unknown`, `changed.meanwhile`. */
export function editTemplate(
  database: Database,
  actorId: AccountId,
  id: TemplateId,
  edits: Edits<TemplateDraft>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const template = await transaction.changeTemplate.findUnique({ where: { id } });
    if (!template) throw new Refusal("subject.unknown");
    const { name, approved } = template;
    const draft = editedFrom({ name, approved }, edits);
    await transaction.changeTemplate.update({ where: { id }, data: { ...draft } });
    await record({
      kind: "template.edited",
      subjectId: id,
      subjectName: draft.name,
      before: { name, approved },
      after: { ...draft },
    });
  });
}
