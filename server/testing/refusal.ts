import { Refusal } from "../refusal";

/** The refusal that this work ends with; fails when it is none. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error;
  throw new Error("not refused", { cause: error });
}
