/** What the environment may set, checked once; the web server, the job process and the scripts read it here. */
import { resolve } from "node:path";
import { z } from "zod";

export type Settings = {
  readonly port: number;
  /** The address that the web server binds: loopback, as HTTPS ends in a reverse proxy on the same machine. */
  readonly host: string;
  /** Where browsers reach us: scheme, host and port, without a path. */
  readonly origin: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Whether GENBA_DATA named the folder, so that nothing else may be used instead. */
  readonly dataFolderNamed: boolean;
  /** Undefined: `npm start` runs the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Connections that one process keeps at most. */
  readonly databaseConnections: number;
};

export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const defaultPort = 3000;
const defaultConnections = 10;

const environment = z.object({
  PORT: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(1)
    .max(65_535)
    .default(defaultPort),
  GENBA_HOST: z
    .union([z.ipv4(), z.ipv6(), z.literal("localhost")], "must be an IP address")
    .default("127.0.0.1"),
  GENBA_ORIGIN: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .refine((text) => URL.canParse(text) && new URL(text).pathname === "/", "must have no path")
    .optional(),
  GENBA_DATA: z.string().default(".genba"),
  DATABASE_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
      error: "must be a URL such as postgresql://user:password@host:5432/name",
    })
    .optional(),
  GENBA_DATABASE_CONNECTIONS: z.coerce
    .number("must be a number")
    .int()
    .min(1)
    .max(500)
    .default(defaultConnections),
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** Those of `shape` that are set, judged; a wrong one throws a SettingsError of one line that names it, never its value. */
export function readEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, env[name]?.trim()])
      .filter(([, value]) => value),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SettingsError(`${issue?.path.join(".")} ${issue?.message ?? "is wrong"} (docs/OPERATIONS.md).`);
}

/** Reads the settings; a wrong one throws a SettingsError of one line that names it, never its value. */
export function readSettings(env: Environment = process.env): Settings {
  const values = readEnvironment(environment, env);
  return {
    port: values.PORT,
    host: values.GENBA_HOST,
    origin: new URL(values.GENBA_ORIGIN ?? `http://localhost:${values.PORT}`).origin,
    dataFolder: resolve(values.GENBA_DATA),
    dataFolderNamed: Boolean(env.GENBA_DATA?.trim()),
    databaseUrl: values.DATABASE_URL,
    databaseConnections: values.GENBA_DATABASE_CONNECTIONS,
  };
}

/** Whether the origin names this machine itself. Who can reach it is another question: see `isForThisMachineOnly`. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * True when nobody beyond this machine can reach the desk, so that its passwords may be public: it is neither
 * listened for on another interface nor known by another name, such as a reverse proxy's.
 */
export function isForThisMachineOnly({ host, origin }: Pick<Settings, "host" | "origin">): boolean {
  const name = host.includes(":") ? `[${host}]` : host;
  return isLoopback(origin) && isLoopback(`http://${name}`);
}
