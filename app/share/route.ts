/**
 * Where the share sheet's form arrives when no worker is there to take it: on the very first visit. What was shared is
 * not kept, as the server has no business with it; the form of a new ticket opens and says so.
 */
export function POST(): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: "/new?shared=lost", "Cache-Control": "no-store" },
  });
}
