import { useState } from "react";
import { Button } from "../ui/button";

interface Props {
  readonly label: string;
  /** What it says once it was pressed; pressed again, it is done. */
  readonly sure: string;
  readonly busy: boolean;
  readonly onSure: () => void;
}

/** For what cannot be undone: it is pressed twice. */
export function SureButton({ label, sure, busy, onSure }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Button
      kind="alarm"
      wide
      disabled={busy}
      onClick={() => (asking ? onSure() : setAsking(true))}
      onBlur={() => setAsking(false)}
    >
      {asking ? sure : label}
    </Button>
  );
}
