/** Shapes of the OpenAPI document, made from the schemas that the server checks with. */
import { z } from "zod";

export type Json = Record<string, unknown>;

/** As it is sent. */
export function shapeOf(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return shape as Json;
}
