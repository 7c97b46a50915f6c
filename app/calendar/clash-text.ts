/** Why two changes are in each other's way, in words. */
import type { DirectoryView } from "../../client/genba";
import type { Clash } from "../../core/directory/clash";
import type { Locale } from "../../core/messages/vocabulary-texts";
import { calendarTexts } from "./calendar-texts";

export function clashText(
  clashes: readonly Clash[],
  { people, assets }: Pick<DirectoryView, "people" | "assets">,
  locale: Locale,
): string {
  const texts = calendarTexts[locale];
  const tag = (id: string): string => assets.get(id)?.tag ?? "…";
  const said = (clash: Clash): string => {
    switch (clash.kind) {
      case "asset":
        return texts.sameAsset(tag(clash.assetId));
      case "dependsOn":
        return texts.depends(tag(clash.assetId), tag(clash.otherId));
      case "carries":
        return texts.depends(tag(clash.otherId), tag(clash.assetId));
      case "implementer":
        return texts.samePerson(people.get(clash.personId)?.name ?? "…");
    }
  };
  return clashes.map(said).join(texts.join);
}
