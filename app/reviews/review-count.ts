import { useMyWork } from "../work/use-my-work";
import { isReview } from "../work/work-view";

/** How many changes wait for my vote. */
export function useReviewCount(): number {
  const work = useMyWork("around");
  return work?.waitingForMe.filter(isReview).length ?? 0;
}
