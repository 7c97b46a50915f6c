import { useSyncExternalStore } from "react";

export const deskQuery = "(min-width: 900px)";

/** Room for the list and the ticket side by side. */
export function useDesk(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(deskQuery);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => matchMedia(deskQuery).matches,
  );
}
