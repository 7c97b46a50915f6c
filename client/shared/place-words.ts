/** Where shared words go in a form: a title only where none is typed, everything else behind the description. */
import { type ActionArgs, textMaxLength, titleMaxLength } from "../../core/sync/protocol";
import type { SharedWords } from "./share";

/** Nothing that was typed is replaced. Null: the description cannot hold it. */
export function placeWords(typed: ActionArgs, { title, text, url }: SharedWords): ActionArgs | null {
  const isTitle = (typed.title ?? "").trim() === "" && title !== "" && title.length <= titleMaxLength;
  const said = [isTitle || text.includes(title) ? "" : title, text, text.includes(url) ? "" : url];
  const added = said.filter((one) => one !== "").join("\n");
  const before = (typed.description ?? "").trimEnd();
  const description = [before, added].filter((one) => one !== "").join("\n\n");
  if (description.length > textMaxLength) return null;
  return {
    ...typed,
    // A title is one line.
    ...(isTitle ? { title: title.replaceAll(/\s+/g, " ") } : {}),
    ...(added === "" ? {} : { description }),
  };
}
