import { join } from "node:path";

/** `store`: what was promised and came whole. `partials`: uploads under way, which nobody needs to back up. */
export function foldersIn(dataFolder: string): { readonly store: string; readonly partials: string } {
  return { store: join(dataFolder, "attachments"), partials: join(dataFolder, "uploads") };
}
