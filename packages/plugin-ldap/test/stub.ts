import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that answers what it is told to: bytes for each message, by the message's number and the operation's tag. */
export interface Stub {
  readonly url: string;
  /** The tags of what has come, in order. */
  readonly asked: readonly number[];
  /** How many connections there have been, and how many there are. */
  readonly connections: { readonly total: number; readonly open: number };
}

export type Script = (id: number, tag: number, message: Buffer, socket: Socket) => Buffer | undefined;

/** The tags of requests. */
export const ASK = { bind: 0x60, unbind: 0x42, search: 0x63, extended: 0x77 } as const;

/** Of messages that are short enough to have one byte of length. */
export async function startStub(script: Script): Promise<Stub> {
  const asked: number[] = [];
  const connections = { total: 0, open: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections.total++;
    connections.open++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      connections.open--;
      sockets.delete(socket);
    });
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        const { id, tag } = headOf(message);
        asked.push(tag);
        const answer = script(id, tag, message, socket);
        if (answer) socket.write(answer);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `ldap://127.0.0.1:${(server.address() as { port: number }).port}`, asked, connections };
}

function lengthOf(bytes: Buffer): number {
  if (bytes.length < 2) return Number.POSITIVE_INFINITY;
  const first = bytes[1] as number;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  return bytes.length < 2 + size ? Number.POSITIVE_INFINITY : 2 + size + bytes.readUIntBE(2, size);
}

function headOf(message: Buffer): { readonly id: number; readonly tag: number } {
  const first = message[1] as number;
  const at = first < 0x80 ? 2 : 2 + (first & 0x7f);
  const size = message[at + 1] as number;
  return { id: message.readIntBE(at + 2, size), tag: message[at + 2 + size] as number };
}

/** An element of BER. */
export function ber(tag: number, ...contents: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(contents.map((part) => Buffer.from(part as string)));
  const length =
    body.length < 0x80 ? [body.length] : [0x83, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const number = (tag: number, value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return ber(tag, bytes);
};

/** A message of the server. */
export const message = (id: number, ...parts: readonly Buffer[]): Buffer => ber(0x30, number(0x02, id), ...parts);

/** The end of an operation. */
export const result = (tag: 0x61 | 0x65 | 0x78, code: number, diagnostic = ''): Buffer =>
  ber(tag, number(0x0a, code), ber(0x04, ''), ber(0x04, diagnostic));

export const entry = (dn: string, attributes: Readonly<Record<string, readonly string[]>>): Buffer =>
  ber(
    0x64,
    ber(0x04, dn),
    ber(
      0x30,
      ...Object.entries(attributes).map(([type, values]) =>
        ber(0x30, ber(0x04, type), ber(0x31, ...values.map((value) => ber(0x04, value)))),
      ),
    ),
  );

/** Says yes to every bind, and finds one entry by every search. */
export function saysYes(
  dn = 'uid=alice,dc=example,dc=org',
  attributes: Readonly<Record<string, readonly string[]>> = { uid: ['alice'] },
): Script {
  return (id, tag) => {
    if (tag === ASK.bind) return message(id, result(0x61, 0));
    if (tag === ASK.search) return Buffer.concat([message(id, entry(dn, attributes)), message(id, result(0x65, 0))]);
    return undefined;
  };
}
