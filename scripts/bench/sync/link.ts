/**
 * The network between phone and server: a TCP relay that holds every chunk for half a round trip, counts bytes and can
 * be cut. Bandwidth is not limited and the handshake costs nothing: the delay alone is the same for all contenders.
 */
import { connect, createServer, type Socket } from "node:net";

export interface Link {
  readonly port: number;
  readonly origin: string;
  /** Where connections go from now on. */
  setTarget(port: number): void;
  setRoundTrip(ms: number): void;
  /** Ends all connections and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  /** Bytes of both directions so far, headers included. */
  bytes(): number;
  close(): void;
}

export async function createLink(): Promise<Link> {
  const sockets = new Set<Socket>();
  let targetPort = 0;
  let oneWayMs = 0;
  let isCut = false;
  let bytes = 0;

  const relay = (from: Socket, to: Socket): void => {
    const later = (work: () => void): void => {
      if (oneWayMs > 0) setTimeout(work, oneWayMs);
      else work();
    };
    from.setNoDelay(true);
    from.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      later(() => to.writable && to.write(chunk));
    });
    from.on("end", () => later(() => to.end()));
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      later(() => to.destroy());
    });
    sockets.add(from);
  };
  const server = createServer((phone) => {
    if (isCut) return phone.destroy();
    const target = connect(targetPort, "127.0.0.1");
    relay(phone, target);
    relay(target, phone);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    origin: `http://localhost:${port}`,
    setTarget: (next) => {
      targetPort = next;
    },
    setRoundTrip: (ms) => {
      oneWayMs = ms / 2;
    },
    cut: () => {
      isCut = true;
      endAll();
    },
    restore: () => {
      isCut = false;
    },
    bytes: () => bytes,
    close: () => {
      endAll();
      server.close();
    },
  };
}
