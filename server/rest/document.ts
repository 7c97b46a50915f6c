/** The OpenAPI 3.1 document: routes and shapes from the router; refusals, and what has routes of its own, are added here. */
import { generateOpenApiDocument } from "trpc-to-openapi";
import { z } from "zod";
import { argShape } from "../sync/request";
import { eventPaths, eventResponses, eventSchemas } from "./event-paths";
import { restRefusals } from "./refusal";
import { restRouter } from "./router";
import { documentedArgs } from "./schemas";
import { type Json, shapeOf } from "./shape";

type Operation = Json & { responses: Record<string, Json>; parameters?: Json[] };

const version = "1.0.0";
const description = `Tickets, actions and events of this desk.

Make a key under 管理 → API 金鑰 (Administration → API keys) and send it as \`Authorization: Bearer gak_…\`. A key acts as an account of its own: what it sees and may do is what that account sees and may do, with the groups that administrators give it.

Whatever writes needs \`Idempotency-Key\`, a fresh UUID (version 7 if you can). Send the same again when no answer came: it is done once, and answered the same. The same key with something else is refused with 422.

An action is answered with its outcome: \`applied\`, \`superseded\` (200: it was so already), \`returned\` (409, with \`code\`, \`whoMay\` and \`choices\`), \`held\` (202).

Refusals are problem details (RFC 9457) with a \`code\` to branch on.`;

const made = new Map<string, Json>();

/** `origin`: where this desk is reached. */
export function restDocument(origin: string): Json {
  const known = made.get(origin);
  if (known !== undefined) return known;
  const document = complete(
    generateOpenApiDocument(restRouter, {
      title: "Genba 現場",
      description,
      version,
      openApiVersion: "3.1.0",
      baseUrl: origin,
      tags: ["tickets", "actions", "events"],
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "gak_…" } },
    }) as unknown as Json,
  );
  made.set(origin, document);
  return document;
}

function complete(document: Json): Json {
  const routes = Object.entries(document.paths as Record<string, Record<string, Operation>>);
  const paths = Object.fromEntries(
    routes.map(([path, methods]) => [
      `/api/v1${path}`,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [method, completeOperation(method, operation)]),
      ),
    ]),
  );
  const { schemas = {}, ...components } = document.components as { schemas?: Json };
  return {
    ...document,
    paths: { ...paths, ...eventPaths },
    components: {
      ...components,
      securitySchemes: {
        ...(document.components as { securitySchemes: Json }).securitySchemes,
        source: { type: "http", scheme: "bearer", description: "gev_…, the key of an event source" },
      },
      schemas: {
        ...Object.fromEntries(Object.entries(schemas).filter(([name]) => !name.startsWith("error."))),
        [documentedArgs]: shapeOf(z.object(argShape).omit({ attachments: true }).partial()),
        ...eventSchemas,
        Problem: problem,
      },
      responses: {
        ...eventResponses,
        Problem: {
          description: "Refused; `code` says why.",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  schema: { type: "string", format: "uuid" },
};

function completeOperation(method: string, operation: Operation): Operation {
  const ok = operation.responses["200"] ?? {};
  const isAction = method === "post";
  const same = (said: string) => ({ ...ok, description: said });
  return {
    ...operation,
    ...(isAction ? { parameters: [...(operation.parameters ?? []), idempotencyKey] } : {}),
    responses: {
      "200": isAction ? same("Applied, or superseded: it was so already.") : ok,
      ...(isAction
        ? {
            "201": same("Applied: the ticket is opened."),
            "202": same("Held: it is decided later."),
            "409": same("Returned: not done. `outcome` says why, who may, and what can be done instead."),
          }
        : {}),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

const problem = {
  type: "object",
  properties: {
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(restRefusals) },
    scope: { type: "string" },
    fields: { type: "array", items: { type: "string" } },
    retryAfterMs: { type: "integer" },
  },
  required: ["title", "status", "code"],
};
