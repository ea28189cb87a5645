import { connect } from 'node:net';

export interface RawRequest {
  readonly port: number;
  /** @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** Where the connection comes from. */
  readonly localAddress?: string | undefined;
  /** Sent as it stands, one byte a character. */
  readonly text: string;
}

/**
 * Sends what no HTTP client would, and answers everything that comes back until the other end closes: it has to be
 * told to, or to refuse.
 */
export function sendRaw({ port, host = '127.0.0.1', localAddress, text }: RawRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, localAddress });
    let received = '';
    socket.setEncoding('latin1').setTimeout(30_000);
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('timeout', () => socket.destroy(new Error(`No end of the answer to:\n${text}`)));
    // A server that refuses may close before it has read everything.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(received));
    socket.write(text, 'latin1');
  });
}

/** The values that are set for a cookie in what came back, without those that delete it. */
export function cookiesIn(received: string, name: string): readonly string[] {
  return [...received.matchAll(/^set-cookie: ([^=\r\n]+)=([^;\r\n]*)/gim)].flatMap(([, key, value]) =>
    key === name && value ? [value] : [],
  );
}
