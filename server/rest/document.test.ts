import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { editableFields } from "../../core/sync/protocol";
import { restDocument } from "./document";
import { restRefusals } from "./refusal";

/** Any part of it: a wrong path is undefined, and turns its test red. */
interface Part {
  readonly [key: string]: Part;
}
const document = restDocument("https://desk.example") as unknown as Part;

test("it is valid OpenAPI 3.1, as another's validator judges", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("it has the routes, and every reference in it leads somewhere", () => {
  expect(Object.keys(document.paths).sort()).toEqual([
    "/api/events",
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
    expect(
      path.split("/").reduce((node, key) => node?.[key], document as Part | undefined),
      path,
    ).toBeDefined();
  }
});

test("it says what an action may say, which codes there are, and that writing needs a key of its own", () => {
  const schemas = document.components!.schemas!;
  expect(Object.keys(schemas.ActionArgs.properties)).toEqual(expect.arrayContaining([...editableFields]));
  expect(schemas.ActionArgs.properties).not.toHaveProperty("attachments");
  expect(schemas.Problem.properties.code.enum).toEqual(Object.keys(restRefusals));
  const post = document.paths!["/api/v1/tickets/{id}/actions"]!.post!;
  expect(post.parameters).toMatchObject([
    { name: "id", required: true },
    { name: "Idempotency-Key", required: true },
  ]);
  expect(post.requestBody.content["application/json"].schema.properties.args.$ref).toBe(
    "#/components/schemas/ActionArgs",
  );
  expect(Object.keys(post.responses)).toEqual(["200", "201", "202", "409", "default"]);
});
