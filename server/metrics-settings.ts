/** Where the job process serves its numbers for Prometheus; nowhere unless it is said. */
import { z } from "zod";
import { type Environment, SettingsError } from "./settings";

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

const pattern = /^(?:(\[[0-9a-f:.]+\]|[\w.-]+):)?(\d{1,5})$/;
const portSchema = z.coerce.number().int().min(1).max(65_535);
const loopback = "127.0.0.1";

/** GENBA_METRICS: a port on loopback, or host:port. A wrong one throws a SettingsError of one line. */
export function readMetricsAddress(env: Environment = process.env): MetricsAddress | null {
  const text = env.GENBA_METRICS?.trim() ?? "";
  if (text === "") return null;
  const [, host = loopback, portText] = pattern.exec(text.toLowerCase()) ?? [];
  const port = portSchema.safeParse(portText);
  if (!port.success)
    throw new SettingsError("GENBA_METRICS must be a port, or host:port (docs/OPERATIONS.md).");
  return { host: host.replace(/^\[|\]$/g, ""), port: port.data };
}
