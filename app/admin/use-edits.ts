/** Forms over what the server has: they hold what their editor changed, and with it what that was changed from. */
import { useState } from "react";
import { AdminError } from "../../client/admin-request";
import { type Edit, type Edits, editsTo, openEdits, rebased, withEdits } from "../../core/directory/edits";

export interface EditForm<Fields> {
  /** The fields as the form shows them: the untouched ones as they are now. */
  readonly draft: Fields;
  readonly isChanged: boolean;
  change(draft: Fields): void;
  /**
   * Sends what makes the fields `wanted`. What others changed meanwhile is thrown on, to be shown; who saves again
   * after that replaces it.
   */
  send(wanted: Fields, request: (edits: Edits<Fields>) => Promise<void>): Promise<void>;
}

/** `onKnown`: for who keeps `present` themselves, the fields that the server is now known to have. */
export function useEdits<Fields extends object>(
  present: Fields,
  onKnown: (fields: Partial<Fields>) => void = () => {},
): EditForm<Fields> {
  const [edits, setEdits] = useState<Edits<Fields>>({});
  // What the server has come to have needs no edit any more; kept, it would undo what others do later.
  const open = openEdits(present, edits);
  if (Object.keys(open).length < Object.keys(edits).length) setEdits(open);
  return {
    draft: withEdits(present, edits),
    isChanged: Object.values<Edit<unknown> | undefined>(edits).some((edit) => edit?.from !== edit?.to),
    change: (draft) => setEdits(editsTo(draft, present, edits)),
    async send(wanted, request) {
      const sent = editsTo(wanted, present, edits);
      setEdits(sent);
      try {
        await request(sent);
      } catch (error) {
        const known = knownFrom<Fields>(error);
        setEdits(rebased(sent, known));
        onKnown(known);
        throw error;
      }
      // The server has it, this phone perhaps not yet: the next edit begins with what was saved.
      setEdits(rebased(sent, wanted));
      onKnown(wanted);
    },
  };
}

function knownFrom<Fields>(error: unknown): Partial<Fields> {
  if (!(error instanceof AdminError) || error.code !== "changed.meanwhile") return {};
  return (error.obstacles.fields ?? {}) as Partial<Fields>;
}
