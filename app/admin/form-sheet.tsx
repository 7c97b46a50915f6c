/** A sheet with a form of administration: the first try says what is missing, and saving closes it. */
import { type ReactNode, useState } from "react";
import type { AdminChangeKind } from "../../core/directory/administration";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { useAdmin, useSaving } from "./admin-context";
import { Problem } from "./problem";

interface Props {
  readonly title: string;
  /** What the button does. */
  readonly verb: string;
  readonly isComplete: boolean;
  readonly work: () => Promise<unknown>;
  readonly onClose: () => void;
  /** Instead of closing. */
  readonly onSaved?: () => void;
  /** What is announced then. */
  readonly said?: string;
  /** What is changed, by which the fields are called that somebody else changed meanwhile. */
  readonly kind?: AdminChangeKind;
  /** `checked`: what is missing is to be said. */
  readonly children: (checked: boolean) => ReactNode;
}

export function FormSheet(props: Props) {
  const { title, verb, isComplete, work, onClose, onSaved = onClose, said, kind, children } = props;
  const { a } = useAdmin();
  const saving = useSaving();
  const [checked, setChecked] = useState(false);
  const save = async () => {
    setChecked(true);
    if (isComplete && (await saving.save(work, said))) onSaved();
  };
  return (
    <Sheet
      title={title}
      onClose={onClose}
      foot={
        <Button kind="main" wide disabled={saving.busy} onClick={() => void save()}>
          {saving.busy ? a.saving : verb}
        </Button>
      }
    >
      <Problem error={saving.error} {...(kind ? { kind } : {})} />
      {children(checked)}
    </Sheet>
  );
}
