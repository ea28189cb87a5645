import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What a proxy does with what passes through it. */
export type Trouble =
  /** Answers arrive late, each by so much. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Instead of each answer comes something else. */
  | { readonly kind: 'rubbish'; readonly text: string }
  /** Connections are ended as soon as they are there. */
  | { readonly kind: 'refusing' };

/** Stands between a client and a server, and makes trouble when told to. */
export interface Proxy {
  readonly url: string;
  trouble: Trouble | undefined;
  close(): Promise<void>;
}

export async function startProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    track(client);
    if (proxy.trouble?.kind === 'refusing') {
      client.destroy();
      return;
    }
    const upstream = track(connect(port, '127.0.0.1'));
    client.on('data', (chunk) => upstream.write(chunk)).on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (chunk) => {
      const { trouble } = proxy;
      if (trouble?.kind === 'rubbish') client.write(trouble.text);
      else if (trouble?.kind === 'slow') setTimeout(() => client.write(chunk), trouble.ms);
      else client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { readonly port: number };
  const proxy: Proxy = {
    url: `redis://127.0.0.1:${address.port}`,
    trouble: undefined,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return proxy;
}
