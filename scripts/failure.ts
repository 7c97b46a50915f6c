import { KeyFileError } from "../server/keys";
import { SettingsError } from "../server/settings";

/** Something the person at the keyboard can put right: shown as its one line, without a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Troubles of the machine, in words; the path comes with the error. */
const systemTroubles: Readonly<Record<string, string>> = {
  ENOSPC: "No space left on the disk",
  EDQUOT: "The disk quota is used up",
  EACCES: "Not permitted",
  EPERM: "Not permitted",
  EROFS: "The disk is read-only",
  EMFILE: "Too many open files",
};

/** Runs a command; a Failure becomes one clear line, anything else keeps its stack. Both exit with 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(explain(error) ?? error);
    process.exit(1);
  }
}

/** The one line for an error that is not a bug; undefined for the rest. */
export function explain(error: unknown): string | undefined {
  if (error instanceof Failure || error instanceof SettingsError || error instanceof KeyFileError)
    return error.message;
  const { code, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const words = code === undefined ? undefined : systemTroubles[code];
  if (words === undefined) return undefined;
  return `${words}: ${dest ?? path ?? (error as Error).message}`;
}
