import { useMemo } from "react";
import { createEventAdmin, type EventAdmin } from "../../../client/event-admin";
import { useSession } from "../../replica/genba-context";

/** The server's administration of events, in the name of whoever is signed in. */
export function useEventAdmin(): EventAdmin {
  const { account } = useSession();
  return useMemo(() => createEventAdmin(account.id), [account.id]);
}
