/** The groups, sites and categories that the log names, each with an id made from its name: twice changes nothing. */
import type { Database, DatabaseTransaction } from "../../db";
import { categoryIdOf, groupIdOf, siteIdOf } from "./args";
import type { PlannedAction } from "./plan";

export async function prepareLogDirectory(
  on: Database | DatabaseTransaction,
  actions: Iterable<PlannedAction>,
): Promise<void> {
  const groups = new Set<string>();
  const sites = new Set<string | null>();
  const categories = new Set<string | null>();
  const subcategories = new Map<string, { category: string | null; subcategory: string }>();
  for (const { group, verb } of actions) {
    groups.add(group);
    if (verb.type === "reassign") groups.add(verb.group);
    if (verb.type !== "open") continue;
    const { location, category, subcategory } = verb.row;
    sites.add(location);
    categories.add(category);
    if (subcategory !== null) subcategories.set(`${category}/${subcategory}`, { category, subcategory });
  }
  await on.group.createMany({
    data: [...groups].map((group) => ({ id: groupIdOf(group), name: `記錄組 ${group}` })),
    skipDuplicates: true,
  });
  await on.site.createMany({
    data: [...sites].map((site) => ({ id: siteIdOf(site), name: `記錄據點 ${site ?? "?"}` })),
    skipDuplicates: true,
  });
  await on.category.createMany({
    data: [...categories].map((category) => ({
      id: categoryIdOf(category, null),
      name: `記錄類別 ${category ?? "?"}`,
    })),
    skipDuplicates: true,
  });
  await on.category.createMany({
    data: [...subcategories.values()].map(({ category, subcategory }) => ({
      id: categoryIdOf(category, subcategory),
      name: `記錄子類別 ${subcategory}`,
      parentId: categoryIdOf(category, null),
    })),
    skipDuplicates: true,
  });
}
