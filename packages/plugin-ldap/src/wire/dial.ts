import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { ExtendedRequest } from 'ldapts';
import { readAnswer } from './answers.js';
import { messageLength } from './ber.js';
import { Failure, wordOf } from './failure.js';

/** Where a server is, and how what goes there is protected. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte on (`ldaps://`), by StartTLS, or not at all. */
  readonly security: 'tls' | 'startTls' | 'none';
  /** How errors and warnings name it. */
  readonly name: string;
}

/** What may be said about TLS. That certificates are verified is not for choice. */
export type LdapTls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'minVersion' | 'servername'>;

/**
 * Opens a connection over which passwords may go. With TLS, nothing but the request for it leaves before the server's
 * certificate is verified, and nothing that came before counts.
 *
 * @throws {Failure} `unreachable`, `late`, `lost` when it is given up
 */
export async function dial(address: Address, tls: LdapTls, untilMs: number, givenUp: AbortSignal): Promise<Socket> {
  const { host, port, security } = address;
  const open: Socket[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Failure('late', 'it did not connect in time')), untilMs - performance.now());
    stop = () => reject(new Failure('lost', 'it was closed here'));
    givenUp.addEventListener('abort', stop);
  });
  const way = (async (): Promise<Socket> => {
    // Said, because an environment variable would say otherwise.
    const always = { host, rejectUnauthorized: true };
    const verified = { ...tls, ...always, servername: tls.servername ?? (isIP(host) ? '' : host) };
    if (security === 'tls') return ready(keep(open, connectTls({ ...verified, port })), 'secureConnect');
    const socket = await ready(keep(open, connectTcp({ host, port })), 'connect');
    if (security === 'none') return socket;
    await startTls(socket);
    return ready(keep(open, connectTls({ ...verified, socket })), 'secureConnect');
  })();
  try {
    return await Promise.race([way, late]);
  } catch (error) {
    for (const socket of open) socket.destroy();
    way.catch(() => {});
    throw error instanceof Failure ? error : new Failure('unreachable', wordOf(error));
  } finally {
    clearTimeout(timer);
    givenUp.removeEventListener('abort', stop);
    late.catch(() => {});
  }
}

/** Errors of a socket that was given up must not end the process. */
function keep<S extends Socket>(open: Socket[], socket: S): S {
  open.push(socket);
  return socket.on('error', () => {}) as S;
}

function ready<S extends Socket | TLSSocket>(socket: S, event: 'connect' | 'secureConnect'): Promise<S> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => reject(new Failure('unreachable', 'the connection was closed')));
  });
}

/**
 * Asks for TLS (RFC 4511, section 4.14). The answer has to be all that came: what somebody on the way has put behind it
 * would be taken for something that came by TLS.
 */
async function startTls(socket: Socket): Promise<void> {
  socket.write(new ExtendedRequest({ messageId: 1, oid: START_TLS }).write());
  let bytes = Buffer.alloc(0);
  const message = await new Promise<Buffer>((resolve, reject) => {
    const closed = (): void => reject(new Failure('unreachable', 'it ended the connection when asked for StartTLS'));
    socket.once('close', closed);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const length = messageLength(bytes);
        if (length === undefined || bytes.length < length) return;
        if (bytes.length > length) throw new Failure('unreachable', 'more than an answer came before TLS');
        socket.pause();
        socket.removeAllListeners('data');
        resolve(bytes);
      } catch (error) {
        reject(error);
      }
    });
  });
  const answer = readAnswer(message);
  if (answer.kind !== 'extended' || answer.id !== 1 || answer.result.code !== 0) {
    const code = 'result' in answer ? answer.result.code : answer.kind;
    throw new Failure('unreachable', `it refuses StartTLS (${code})`);
  }
}

const START_TLS = '1.3.6.1.4.1.1466.20037';
