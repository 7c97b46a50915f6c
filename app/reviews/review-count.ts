import { myWork } from "../../client/views/my-work";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { isReview } from "../work/work-view";

/** How many changes wait for my vote. */
export function useReviewCount(): number {
  const genba = useGenba();
  const work = useLive(() => myWork(genba.db, genba.accountId), [genba]);
  return work?.waitingForMe.filter(isReview).length ?? 0;
}
