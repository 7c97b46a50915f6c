import { listTickets } from "../../client/views/tickets";
import type { TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Flow } from "../../core/workflow/vocabulary";
import { useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { MultiPicker } from "../ui/multi-picker";
import { Picker } from "../ui/picker";
import type { PickerOption } from "../ui/picker-view";

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
  return <Picker {...rest} options={useTicketOptions(flows).filter(({ id }) => id !== except)} />;
}

interface TicketsPickerProps {
  readonly label: string;
  readonly flows: readonly Flow[];
  readonly values: readonly TicketId[];
  readonly optional: boolean;
  readonly error: string | null;
  readonly onChange: (ids: readonly TicketId[]) => void;
}

/** Several tickets of this phone. */
export function TicketsPicker({ flows, ...rest }: TicketsPickerProps) {
  return <MultiPicker {...rest} options={useTicketOptions(flows)} />;
}

function useTicketOptions(flows: readonly Flow[]): readonly PickerOption<TicketId>[] {
  const genba = useGenba();
  const rows = useLive(async () => {
    const lists = flows.flatMap((flow) =>
      [true, false].map((open) => listTickets(genba.db, { flow, open }, pickableMax)),
    );
    return (await Promise.all(lists)).flat();
  }, [genba, flows.join()]);
  return (rows ?? []).map(({ ticket }) => ({
    id: ticket.id,
    label: ticket.title,
    note: numberText(ticket.flow, ticket.number, ticket.id),
  }));
}
