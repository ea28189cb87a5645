import type { Socket } from 'node:net';
import { BindRequest, type Control, type Filter, SearchRequest, UnbindRequest } from 'ldapts';
import { type Answer, type RawEntry, type Result, readAnswer } from './answers.js';
import { messageLength } from './ber.js';
import { Failure, wordOf } from './failure.js';

/** What is looked for, and where. */
export interface Search {
  readonly baseDn: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** How many entries at most; 0 for as many as the server gives. */
  readonly sizeLimit: number;
}

export interface Found {
  readonly entries: readonly RawEntry[];
  readonly result: Result;
}

/**
 * A connection on which one operation is under way at a time, and which is used no more once it has failed: nothing
 * reconnects behind its user's back, as somebody else or without TLS.
 */
export interface Connection {
  /** Whether it can be used. */
  readonly isOpen: boolean;
  /** Becomes this DN, whatever it was before; nobody where the result says so. @throws {Failure} */
  bind(dn: string, password: string, untilMs: number, control?: Control): Promise<Result>;
  /** @throws {Failure} */
  search(search: Search, untilMs: number): Promise<Found>;
  close(): void;
}

/** An operation that is under way. */
interface Pending {
  readonly id: number;
  readonly kind: Answer['kind'];
  readonly entries: RawEntry[];
  resolve(result: Result): void;
  reject(failure: Failure): void;
}

/**
 * @param socket connected, and secured where it is to be
 * @param lost called once, when the connection is no good any more
 */
export function connectionOn(socket: Socket, lost: () => void): Connection {
  const input = messages(receive);
  let pending: Pending | undefined;
  let lastId = 0;
  let isOpen = true;

  function receive(message: Buffer): void {
    const answer = readAnswer(message);
    // RFC 4511, section 4.4.1: with the number 0, a server takes its leave.
    if (answer.id === 0) throw new Failure('lost', 'the server has ended the connection');
    if (answer.id !== pending?.id) throw new Failure('protocol', 'an answer came that nobody asked for');
    if (pending.kind === 'search' && answer.kind === 'reference') return;
    if (pending.kind === 'search' && answer.kind === 'entry') pending.entries.push(answer.entry);
    else if (answer.kind === pending.kind && 'result' in answer) pending.resolve(answer.result);
    else throw new Failure('protocol', 'an answer is of a kind that nobody asked for');
  }

  function fail(failure: Failure): void {
    if (!isOpen) return;
    isOpen = false;
    socket.destroy();
    pending?.reject(failure);
    lost();
  }

  socket.setNoDelay(true);
  // While nothing is under way, it does not keep the process alive.
  socket.unref();
  socket.on('data', (chunk: Buffer) => {
    try {
      if (isOpen) input(chunk);
    } catch (error) {
      fail(error instanceof Failure ? error : new Failure('protocol', wordOf(error)));
    }
  });
  socket.on('error', (error) => fail(new Failure('lost', wordOf(error))));
  socket.on('close', () => fail(new Failure('lost', 'the connection was closed')));

  /** Sends a request and waits for its result. What is not there in time never comes: the connection is given up. */
  async function ask(
    kind: Pending['kind'],
    write: (messageId: number) => Buffer,
    untilMs: number,
    entries: RawEntry[] = [],
  ): Promise<Result> {
    if (!isOpen) throw new Failure('lost', 'the connection was closed');
    if (pending) throw new Error('One operation at a time.');
    lastId = lastId === MAX_ID ? 1 : lastId + 1;
    const id = lastId;
    const bytes = write(id);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Result>((resolve, reject) => {
        pending = { id, kind, entries, resolve, reject };
        timer = setTimeout(() => fail(new Failure('late', 'no answer came in time')), untilMs - performance.now());
        socket.ref();
        socket.write(bytes);
      });
    } finally {
      clearTimeout(timer);
      pending = undefined;
      socket.unref();
    }
  }

  return {
    get isOpen() {
      return isOpen;
    },
    bind(dn, password, untilMs, control) {
      const controls = control ? [control] : [];
      return ask('bind', (messageId) => new BindRequest({ messageId, dn, password, controls }).write(), untilMs);
    },
    async search({ baseDn, scope, filter, attributes, sizeLimit }, untilMs) {
      const entries: RawEntry[] = [];
      const timeLimit = Math.max(1, Math.ceil((untilMs - performance.now()) / 1000));
      const options = { baseDN: baseDn, scope, filter, attributes: [...attributes], sizeLimit, timeLimit };
      const write = (messageId: number): Buffer => new SearchRequest({ messageId, ...options }).write();
      const result = await ask('search', write, untilMs, entries);
      return { entries, result };
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      pending?.reject(new Failure('lost', 'the connection was closed here'));
      lastId = lastId === MAX_ID ? 1 : lastId + 1;
      socket.end(new UnbindRequest({ messageId: lastId }).write());
      socket.destroySoon();
      lost();
    },
  };
}

const MAX_ID = 2 ** 31 - 1;

/** Cuts what arrives into messages. Each chunk is copied once at most, however long a message is. */
function messages(receive: (message: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    for (;;) {
      const length = messageLength(bytes);
      if (length === undefined || length > bytes.length) {
        needed = length ?? 0;
        break;
      }
      receive(bytes.subarray(0, length));
      bytes = bytes.subarray(length);
    }
    chunks = bytes.length === 0 ? [] : [bytes];
    size = bytes.length;
  };
}
