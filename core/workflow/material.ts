/** A6: the material fields of a change, and what of them changed since a revision that somebody read. */
import type { Activity, Material, Ticket } from "../tickets/ticket";

export type MaterialField = keyof Material;

export interface MaterialChange<Field extends MaterialField = MaterialField> {
  readonly field: Field;
  readonly from: Material[Field];
  readonly to: Material[Field];
}

/** Null for what is no change. */
export function materialOf({ change, assetIds, holderId }: Ticket): Material | null {
  if (change === null) return null;
  const { scope, risk, riskAssessment, steps, rollbackPlan, window } = change;
  return { scope, risk, riskAssessment, steps, rollbackPlan, window, assetIds, implementerId: holderId };
}

/** The former values of the fields that differ; empty when none does. */
export function formerMaterial(before: Ticket, after: Ticket): Partial<Material> {
  const [from, to] = [materialOf(before), materialOf(after)];
  if (from === null || to === null) return {};
  return Object.fromEntries(changedFields(from, to).map((field) => [field, from[field]]));
}

/**
 * What the ticket says otherwise than at `revision`, by the timeline's lines; a field that was changed and changed back
 * is none. `activities` in any order.
 */
export function changedSince(
  ticket: Ticket,
  activities: readonly Activity[],
  revision: number,
): readonly MaterialChange[] {
  const now = materialOf(ticket);
  if (now === null) return [];
  const later = activities.filter(({ details }) => (details.revision ?? 0) > revision && details.was);
  // The newest first: what an older line says was there before holds in the end.
  const lines = [...later].sort((a, b) => (b.details.revision ?? 0) - (a.details.revision ?? 0));
  const then: Material = Object.assign({}, now, ...lines.map(({ details }) => details.was));
  return changedFields(then, now).map((field) => ({ field, from: then[field], to: now[field] }));
}

function changedFields(from: Material, to: Material): readonly MaterialField[] {
  const fields = Object.keys(to) as MaterialField[];
  return fields.filter((field) => textOf(from[field]) !== textOf(to[field]));
}

/** A window that came from the database may name its ends in another order. */
function textOf(value: Material[MaterialField]): string {
  if (typeof value === "object" && value !== null && "from" in value) return `${value.from} ${value.until}`;
  return JSON.stringify(value);
}
