/** INC-000123 as people say it; INC-…a3f while only the phone knows the ticket (SYNC A1). */
import type { Flow } from "../workflow/vocabulary";

const prefixes: Readonly<Record<Flow, string>> = {
  incident: "INC",
  problem: "PRB",
  standard: "CHG",
  normal: "CHG",
  emergency: "CHG",
};

export function numberText(flow: Flow, number: number | null, ticketId: string): string {
  const tail = number === null ? `…${ticketId.slice(-3)}` : String(number).padStart(6, "0");
  return `${prefixes[flow]}-${tail}`;
}
