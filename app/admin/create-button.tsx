import { Button } from "../ui/button";
import { Icon } from "../ui/icons";

/** The main action of a list of administration: it opens the sheet of a new one. */
export function CreateButton({ label, onOpen }: { label: string; onOpen: () => void }) {
  return (
    <Button kind="main" wide aria-haspopup="dialog" onClick={onOpen}>
      <Icon name="open" size={20} />
      {label}
    </Button>
  );
}
