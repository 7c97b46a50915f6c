/**
 * The part of the app that is not on the first load. One part, as each more would cut what is on it into smaller
 * files, which cost more than they save (docs/decisions/0014-first-load.md). It is precached, and loaded as soon as
 * the first screen stands.
 */
export { Alongside } from "./alongside";
export { AttachmentStrip } from "./attachments/attachment-strip";
export { PickerBar } from "./desk/picker-bar";
export { OtherScreens } from "./other-screens";
export { HealedPush } from "./push/healed-push";
export { EvictedSheet, StorageBroken } from "./storage/storage-screen";
export { ActionSheet } from "./tickets/action-sheet";
export { EditSheet } from "./tickets/edit-sheet";
export { FilterSheet } from "./tickets/filter-sheet";
export { TicketScreen } from "./tickets/ticket-screen";
export { WorkCards } from "./work/work-cards";
