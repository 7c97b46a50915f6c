import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { editableFields } from "../../core/sync/protocol";
import { restDocument } from "./document";
import { restRefusals } from "./refusal";

const document = restDocument("https://desk.example");

/** A part of it by its path; undefined where there is none. */
function at(path: string): unknown {
  const steps = path.split("/").map((step) => step.replaceAll("~1", "/"));
  return steps.reduce<unknown>(
    (part, step) => (part as Record<string, unknown> | undefined)?.[step],
    document,
  );
}
const keysAt = (path: string) => Object.keys(at(path) as object);

test("it is valid OpenAPI 3.1, as another's validator judges", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("it has the routes, and every reference in it leads somewhere", () => {
  expect(keysAt("paths").sort()).toEqual([
    "/api/events",
    "/api/events/alertmanager",
    "/api/v1/events",
    "/api/v1/tickets",
    "/api/v1/tickets/{id}",
    "/api/v1/tickets/{id}/actions",
  ]);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
  expect(references.length).toBeGreaterThan(10);
  for (const path of references) {
    expect(at(path), path).toBeDefined();
  }
});

test("it says what an action may say, which codes there are, and that writing needs a key of its own", () => {
  const schemas = "components/schemas";
  expect(keysAt(`${schemas}/ActionArgs/properties`)).toEqual(expect.arrayContaining([...editableFields]));
  expect(at(`${schemas}/ActionArgs/properties/attachments`)).toBeUndefined();
  expect(at(`${schemas}/Problem/properties/code/enum`)).toEqual(Object.keys(restRefusals));
  const post = "paths/~1api~1v1~1tickets~1{id}~1actions/post";
  expect(at(`${post}/parameters`)).toMatchObject([
    { name: "id", required: true },
    { name: "Idempotency-Key", required: true },
  ]);
  const args = `${post}/requestBody/content/application~1json/schema/properties/args/$ref`;
  expect(at(args)).toBe("#/components/schemas/ActionArgs");
  expect(keysAt(`${post}/responses`)).toEqual(["200", "201", "202", "409", "default"]);
});
