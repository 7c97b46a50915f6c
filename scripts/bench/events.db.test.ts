import { expect, test } from "vitest";
import { answerEvents, formOf } from "../../server/events/handle-events";
import { createDesk } from "../../server/testing/desk";
import { serve } from "../../server/testing/http-server";
import { measureEvents } from "./events";

test("the bench of events counts what was answered, and some of it opens incidents", async () => {
  const desk = await createDesk();
  const server = await serve((request) => answerEvents(request, desk.database, formOf));
  try {
    const lines: string[] = [];
    const post = async (key: string, body: string) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
      const request = { method: "POST", headers, body };
      const answer = await fetch(`http://127.0.0.1:${server.port}/api/events`, request);
      await answer.body?.cancel();
      return answer.status;
    };
    const options = { measuredMs: 500, warmUpMs: 1, batch: 100, senders: 2 };
    const numbers = await measureEvents(desk.url, post, options, (line) => lines.push(line));
    expect(Object.keys(numbers)).toEqual(["eventsPerSecond", "batchP50Ms", "batchP95Ms", "incidents"]);
    for (const value of Object.values(numbers)) expect(value).toBeGreaterThan(0);
    expect(lines).toHaveLength(1);
  } finally {
    await server.end();
    await desk.end();
  }
});
