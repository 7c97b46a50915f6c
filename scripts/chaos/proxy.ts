/**
 * A bad network as a real TCP proxy in front of real servers: it cuts every second answer after the server gave it
 * (whatever it stands for is committed), stalls (takes connections and bytes, and says nothing) and sends requests
 * twice, the second one later and to any server.
 */
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface ProxyOptions {
  /** Ports on this machine; each connection goes to one of them, dead or alive. */
  readonly upstreams: readonly number[];
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** How many of the requests are sent twice while the network is bad. */
  readonly duplicates: number;
}

export interface BadNetwork {
  readonly port: number;
  /** What was done to whom, since the start. */
  readonly counts: { answers: number; cut: number; sentTwice: number; stalled: number; refused: number };
  /** Bad from the start; good: everything passes. */
  setBad(bad: boolean): void;
  /** Nothing passes for so long; then half of what waited goes on, late, and half is cut. */
  stall(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Only these are cut and sent twice: what the sync asks, and what monitoring posts. */
const questions: readonly string[] = ["POST /api/trpc/", "POST /api/events"];
const isQuestion = (request: Buffer): boolean => {
  const start = request.subarray(0, 16).toString("latin1");
  return questions.some((one) => start.startsWith(one));
};
const secondComesWithinMs = 3_000;
const secondLivesMs = 10_000;

export async function startProxy({ upstreams, random, duplicates }: ProxyOptions): Promise<BadNetwork> {
  const counts = { answers: 0, cut: 0, sentTwice: 0, stalled: 0, refused: 0 };
  const pairs = new Set<Pair>();
  let isBad = true;
  let stalls = 0;

  const choose = (): number => upstreams[Math.floor(random() * upstreams.length)] ?? 0;
  const sendAgain = async (request: Buffer): Promise<void> => {
    counts.sentTwice += 1;
    await delay(random() * secondComesWithinMs);
    const socket = connect(choose(), "127.0.0.1", () => socket.write(request));
    socket.on("error", () => undefined).setTimeout(secondLivesMs, () => socket.destroy());
    socket.on("data", () => undefined);
  };
  const server = createServer((client) => {
    const pair = createPair(client, choose, {
      /** True: this answer never arrives. */
      onAnswer: (request) => {
        if (!isQuestion(request)) return false;
        counts.answers += 1;
        const isCut = isBad && counts.answers % 2 === 0;
        if (isCut) counts.cut += 1;
        return isCut;
      },
      onQuestion: (request) => {
        if (isBad && isQuestion(request) && random() < duplicates) void sendAgain(request);
      },
      onRefused: () => {
        counts.refused += 1;
      },
      onEnd: () => pairs.delete(pair),
    });
    pairs.add(pair);
    if (stalls > 0) pair.hold();
    else pair.release();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    counts,
    setBad: (bad) => {
      isBad = bad;
    },
    stall: async (ms) => {
      stalls += 1;
      for (const pair of pairs) pair.hold();
      await delay(ms);
      stalls -= 1;
      if (stalls > 0) return;
      for (const pair of [...pairs]) {
        counts.stalled += 1;
        if (random() < 0.5) pair.release();
        else pair.cut();
      }
    },
    close: async () => {
      for (const pair of [...pairs]) pair.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Pair {
  hold(): void;
  release(): void;
  cut(): void;
}

interface PairEvents {
  readonly onAnswer: (request: Buffer) => boolean;
  /** Called with the whole question once its answer begins: until then more of it may come. */
  readonly onQuestion: (request: Buffer) => void;
  readonly onRefused: () => void;
  readonly onEnd: () => void;
}

/** One connection of a phone and the one to a server behind it, which is made with the first release. */
function createPair(client: Socket, choose: () => number, events: PairEvents): Pair {
  const question: Buffer[] = [];
  let isAnswered = true;
  let server: Socket | null = null;

  const cut = (): void => {
    client.destroy();
    server?.destroy();
    events.onEnd();
  };
  const connectOn = (): Socket => {
    const socket = connect(choose(), "127.0.0.1");
    socket.on("error", () => events.onRefused());
    socket.on("close", cut);
    socket.on("data", (chunk: Buffer) => {
      if (!isAnswered) {
        isAnswered = true;
        const request = Buffer.concat(question);
        events.onQuestion(request);
        if (events.onAnswer(request)) {
          // Some of it may have arrived.
          client.end(chunk.subarray(0, Math.floor(chunk.length / 2)), () => cut());
          socket.destroy();
          return;
        }
      }
      client.write(chunk);
    });
    client.on("data", (chunk: Buffer) => {
      if (isAnswered) question.length = 0;
      isAnswered = false;
      question.push(chunk);
      socket.write(chunk);
    });
    return socket;
  };
  client.on("error", () => undefined);
  client.on("close", cut);
  return {
    hold: () => {
      client.pause();
      server?.pause();
    },
    release: () => {
      server ??= connectOn();
      client.resume();
      server.resume();
    },
    cut,
  };
}
