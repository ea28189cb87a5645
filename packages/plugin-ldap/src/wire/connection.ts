import type { Socket } from 'node:net';
import { BindRequest, type Control, type Filter, SearchRequest, UnbindRequest } from 'ldapts';
import { type Answer, type RawEntry, type Result, readAnswer } from './answers.js';
import { messageLength } from './ber.js';
import { Failure, wordOf } from './failure.js';
import { watchOver } from './watch.js';

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

/** A message of ldapts. */
interface Request {
  readonly messageId: number;
  write(): Buffer;
}

/** An operation that is under way. */
interface Pending {
  readonly id: number;
  readonly kind: Answer['kind'];
  readonly untilMs: number;
  readonly entries: RawEntry[];
  resolve(found: Found): void;
  reject(failure: Failure): void;
}

/**
 * @param socket connected, and secured where it is to be
 * @param lost called once, when the connection is no good any more
 */
export function connectionOn(socket: Socket, lost: () => void): Connection {
  const input = messages(receive);
  const watch = watchOver(socket, (nowMs) => {
    if (pending && pending.untilMs <= nowMs) fail(new Failure('late', 'no answer came in time'));
    return pending?.untilMs;
  });
  let pending: Pending | undefined;
  let lastId = 0;
  let isOpen = true;

  function receive(answer: Answer): void {
    // RFC 4511, section 4.4.1: with the number 0, a server takes its leave.
    if (answer.id === 0) throw new Failure('lost', 'the server has ended the connection');
    const asked = pending;
    if (asked === undefined || answer.id !== asked.id) throw new Failure('protocol', UNASKED);
    if (asked.kind === 'search' && answer.kind === 'reference') return;
    if (asked.kind === 'search' && answer.kind === 'entry') asked.entries.push(answer.entry);
    else if (answer.kind === asked.kind && 'result' in answer) {
      pending = undefined;
      asked.resolve({ entries: asked.entries, result: answer.result });
    } else throw new Failure('protocol', UNASKED);
  }

  function end(failure: Failure): void {
    if (!isOpen) return;
    isOpen = false;
    watch.end();
    pending?.reject(failure);
    pending = undefined;
    lost();
  }

  function fail(failure: Failure): void {
    socket.destroy();
    end(failure);
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    try {
      if (isOpen) input(chunk);
    } catch (error) {
      fail(error instanceof Failure ? error : new Failure('protocol', wordOf(error)));
    }
  });
  socket.on('error', (error) => fail(new Failure('lost', wordOf(error))));
  socket.on('close', () => fail(new Failure('lost', 'the connection was closed')));

  /** The number of the next request. */
  function nextId(): number {
    lastId = lastId === MAX_ID ? 1 : lastId + 1;
    return lastId;
  }

  /** Sends a request and waits for its result. What is not there in time never comes: the connection is given up. */
  function ask(kind: Pending['kind'], request: Request, untilMs: number): Promise<Found> {
    if (!isOpen) return Promise.reject(new Failure('lost', 'the connection was closed'));
    if (pending) throw new Error('One operation at a time.');
    const bytes = request.write();
    return new Promise((resolve, reject) => {
      pending = { id: request.messageId, kind, untilMs, entries: [], resolve, reject };
      watch.begin(untilMs);
      socket.write(bytes);
    });
  }

  return {
    get isOpen() {
      return isOpen;
    },
    async bind(dn, password, untilMs, control) {
      const controls = control ? [control] : [];
      return (await ask('bind', new BindRequest({ messageId: nextId(), dn, password, controls }), untilMs)).result;
    },
    search({ baseDn, scope, filter, attributes, sizeLimit }, untilMs) {
      const timeLimit = Math.max(1, Math.ceil((untilMs - performance.now()) / 1000));
      const options = { baseDN: baseDn, scope, filter, attributes: [...attributes], sizeLimit, timeLimit };
      return ask('search', new SearchRequest({ messageId: nextId(), ...options }), untilMs);
    },
    close() {
      if (!isOpen) return;
      end(new Failure('lost', 'it was closed here'));
      socket.end(new UnbindRequest({ messageId: nextId() }).write());
      socket.destroySoon();
    },
  };
}

const MAX_ID = 2 ** 31 - 1;
const UNASKED = 'an answer came that nobody asked for';

/** Reads what arrives. Each chunk is copied once at most, however long a message is. */
function messages(receive: (answer: Answer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 0;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let at = 0;
    let length = messageLength(bytes, at);
    while (length !== undefined && at + length <= bytes.length) {
      receive(readAnswer(bytes, at, at + length));
      at += length;
      length = messageLength(bytes, at);
    }
    needed = length ?? 0;
    chunks = at === bytes.length ? [] : [bytes.subarray(at)];
    size = bytes.length - at;
  };
}
