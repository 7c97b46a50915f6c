/**
 * What the first load draws and is not in it (docs/decisions/0014-first-load.md): handed down, as whatever is in the
 * later part and shows a ticket would else lead back to itself.
 */
import { type ComponentType, createContext, useContext } from "react";
import type { AttachmentStripProps } from "./attachments/attachment-strip";
import type { PickerBarProps } from "./desk/picker-bar";
import type { ActionSheetProps } from "./tickets/action-sheet";
import type { EditSheetProps } from "./tickets/edit-sheet";
import type { FilterSheetProps } from "./tickets/filter-sheet";

export interface Parts {
  readonly ActionSheet: ComponentType<ActionSheetProps>;
  readonly AttachmentStrip: ComponentType<AttachmentStripProps>;
  readonly EditSheet: ComponentType<EditSheetProps>;
  readonly FilterSheet: ComponentType<FilterSheetProps>;
  readonly PickerBar: ComponentType<PickerBarProps>;
}

export const PartsContext = createContext<Parts | null>(null);

export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (parts === null) throw new Error("The later parts are handed down by screens.tsx.");
  return parts;
}
