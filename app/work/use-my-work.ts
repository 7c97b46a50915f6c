import type { DirectoryView, Genba } from "../../client/genba";
import { type MyWork, myWork } from "../../client/views/my-work";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useShared } from "../replica/use-live";

type Query = (genba: Genba) => Promise<MyWork>;
const queries = new WeakMap<DirectoryView, Query>();

/** One for each directory: whom somebody stands in for, and in which groups, is read from that in memory. */
function queryBy(directory: DirectoryView): Query {
  const query = queries.get(directory) ?? ((genba) => myWork(genba.db, genba.context()));
  queries.set(directory, query);
  return query;
}

/** 我的工作, also of those whom this person stands in for by now. Undefined until it is read. */
export function useMyWork(turn: "shown" | "around" = "shown"): MyWork | undefined {
  return useShared(useGenba(), queryBy(useDirectory()), turn);
}
