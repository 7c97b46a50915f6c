/** A small SMTP server for tests (RFC 5321, AUTH PLAIN), which refuses, hangs or drops where it is told to. */
import { createServer, type Socket } from "node:net";
import { type ReadMail, readMail } from "./mail-reader";

export type SmtpStep = "greeting" | "login" | "sender" | "recipient" | "data" | "message";
/** says: that reply at that step, for `to` alone where it is named. hangs, drops: no reply, the connection left or cut. */
export type SmtpMode =
  | { readonly kind: "takes" }
  | { readonly kind: "says"; readonly at: SmtpStep; readonly reply: string; readonly to?: string }
  | { readonly kind: "hangs" | "drops"; readonly at: SmtpStep };

export interface TakenMail extends ReadMail {
  readonly to: string;
}
export interface SmtpServer {
  readonly port: number;
  /** In the order they came, also those whose reply was kept back. */
  readonly mails: readonly TakenMail[];
  /** First words of what clients said, upper case. */
  readonly commands: readonly string[];
  setMode(mode: SmtpMode): void;
  /** Resolves when so many came. */
  waitForMails(count: number): Promise<readonly TakenMail[]>;
  stop(): Promise<void>;
}

const usual: Readonly<Record<SmtpStep, string>> = {
  greeting: "220 test",
  login: "235 2.7.0 welcome",
  sender: "250 sender ok",
  recipient: "250 recipient ok",
  data: "354 go on",
  message: "250 2.0.0 taken",
};

export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: TakenMail[] = [];
  const sockets = new Set<Socket>();
  let mode: SmtpMode = { kind: "takes" };
  const commands: string[] = [];

  const answer = (socket: Socket, step: SmtpStep, to: string): void => {
    if (mode.kind === "takes" || mode.at !== step) say(socket, usual[step]);
    else if (mode.kind === "drops") socket.destroy();
    else if (mode.kind === "says") {
      say(socket, mode.to === undefined || mode.to === to ? mode.reply : usual[step]);
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let to = "";
    let buffered = "";
    let inMessage = false;
    answer(socket, "greeting", to);
    const takeLine = (line: string): void => {
      const word = line.slice(0, 4).toUpperCase();
      commands.push(word);
      switch (word) {
        case "EHLO":
          say(socket, "250-test", "250-AUTH PLAIN", "250 8BITMIME");
          break;
        case "AUTH":
          answer(socket, "login", to);
          break;
        case "MAIL":
          answer(socket, "sender", to);
          break;
        case "RCPT":
          to = /<(.*)>/.exec(line)?.[1] ?? "";
          answer(socket, "recipient", to);
          break;
        case "DATA":
          inMessage = mode.kind !== "says" || mode.at !== "data";
          answer(socket, "data", to);
          break;
        case "QUIT":
          say(socket, "221 bye");
          socket.end();
          break;
        default:
          say(socket, "500 what");
      }
    };
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (;;) {
        const end = inMessage ? "\r\n.\r\n" : "\r\n";
        const at = buffered.indexOf(end);
        if (at < 0) return;
        const part = buffered.slice(0, at);
        buffered = buffered.slice(at + end.length);
        if (!inMessage) {
          takeLine(part);
          continue;
        }
        inMessage = false;
        const raw = Buffer.from(part.replace(/^\.\./gm, "."), "latin1");
        const isRefused = mode.kind === "says" && mode.at === "message";
        if (!isRefused) mails.push({ to, ...readMail(raw) });
        answer(socket, "message", to);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    mails,
    commands,
    setMode(next) {
      mode = next;
    },
    async waitForMails(count) {
      for (let tries = 0; tries < 1_000 && mails.length < count; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      if (mails.length < count) throw new Error(`only ${mails.length} of ${count} mails came`);
      return mails;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function say(socket: Socket, ...lines: readonly string[]): void {
  socket.write(`${lines.join("\r\n")}\r\n`);
}
