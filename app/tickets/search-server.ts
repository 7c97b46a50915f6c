/** R8, online only by nature: tickets in sight that match, held here or not. Throws when the server cannot be asked. */
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";

const timeoutMs = 15_000;

export async function searchServer(accountId: AccountId, text: string): Promise<readonly Ticket[]> {
  const input = encodeURIComponent(JSON.stringify({ accountId, text }));
  const answer = await fetch(`/api/trpc/tickets.search?input=${input}`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`tickets.search: ${answer.status}`);
  const { result } = (await answer.json()) as { result: { data: { tickets: readonly Ticket[] } } };
  return result.data.tickets;
}
