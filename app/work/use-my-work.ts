import { type MyWork, myWork } from "../../client/views/my-work";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";

/** 我的工作, also of those whom this person stands in for by now. Undefined until it is read. */
export function useMyWork(): MyWork | undefined {
  const genba = useGenba();
  const directory = useDirectory();
  return useLive(() => myWork(genba.db, genba.context()), [genba, directory]);
}
