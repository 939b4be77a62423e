/** A server that nobody should talk to: it records whatever reaches it. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ForeignHost {
  readonly origin: string;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
  }[];
  close(): Promise<void>;
}

/** Starts a bare server on a free port of 127.0.0.1. It answers everything with an empty page. */
export async function startForeignHost(): Promise<ForeignHost> {
  const requests: ForeignHost["requests"][number][] = [];
  const server = createServer(({ method = "", url = "", headers }, response) => {
    requests.push({ method, url, headers });
    response.end();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}
