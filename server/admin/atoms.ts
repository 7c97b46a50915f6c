/** What every input of administration is made of. */
import { z } from "zod";
import { nameMax } from "../../core/directory/administration";
import { type AccountId, isUuid } from "../../core/ids";

export const id = <Id extends string>() =>
  z
    .string()
    .refine(isUuid)
    .transform((text) => text as Id);

export const name = z
  .string()
  .trim()
  .min(1)
  .max(nameMax)
  .refine((text) => !/\p{Control}|\p{Surrogate}/u.test(text));

export const count = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().int().min(min).max(max);

/** The account that asks (C6). */
export const account = { accountId: id<AccountId>() };
