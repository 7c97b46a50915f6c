/**
 * What actions of older versions mean in today's words (A1, A2). A type's version is 1 and one more for each step here:
 * the first brings version 1 to 2, the next 2 to 3. A step is pure and total, takes whatever that version could say,
 * and is never changed after a release: phones keep what they saved under it for months.
 *
 * No type has changed what it says yet. To change one: add its step here, and say the new words in `ActionArgs`; what
 * older apps send, phones still hold and the server has stored is then read through it everywhere.
 */
export type SaidArgs = Readonly<Record<string, unknown>>;
export type Upcast = (args: SaidArgs) => SaidArgs;

export const upcasts: Readonly<Record<string, readonly Upcast[]>> = {};
