import { listTickets } from "../../client/views/tickets";
import type { TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Flow } from "../../core/workflow/vocabulary";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Picker } from "../ui/picker";

interface TicketPickerProps {
  readonly label: string;
  readonly flows: readonly Flow[];
  readonly except: TicketId;
  readonly value: TicketId | null;
  readonly optional: boolean;
  readonly error: string | null;
  readonly onChange: (id: TicketId | null) => void;
}

/** Newest of each flow that are offered to choose from. */
const pickableMax = 200;

/** Another ticket of this phone, open or closed. */
export function TicketPicker({ flows, except, ...rest }: TicketPickerProps) {
  const genba = useGenba();
  const rows = useLive(async () => {
    const lists = flows.flatMap((flow) =>
      [true, false].map((open) => listTickets(genba.db, { flow, open }, pickableMax)),
    );
    return (await Promise.all(lists)).flat();
  }, [genba, flows.join()]);
  const options = (rows ?? [])
    .filter((row) => row.id !== except)
    .map(({ ticket }) => ({
      id: ticket.id,
      label: ticket.title,
      note: numberText(ticket.flow, ticket.number, ticket.id),
    }));
  return <Picker {...rest} options={options} />;
}
