import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request, line by line as it goes over the wire. */
export interface Ask {
  readonly method?: string;
  readonly target?: string;
  /** One character for each byte. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** HTTP/1.0, and no header but those. */
  readonly bare?: boolean;
  /** A form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** An answer, with its header lines kept apart. */
export interface Answer {
  readonly status: number;
  /** The lines of one header. `name` in lower case. */
  lines(name: string): readonly string[];
  /** UTF-8. */
  readonly body: string;
}

/** `NAME=VALUE` of a cookie that an answer sets; `undefined` where it sets none of the name, or takes it away. */
export function cookieOf(answer: Answer, name: string): string | undefined {
  return answer
    .lines('set-cookie')
    .map((line) => line.slice(0, line.indexOf(';')))
    .find((pair) => pair.startsWith(`${name}=`) && pair !== `${name}=`);
}

const PATIENCE_MS = 20_000;

/** Asks over a connection of its own. Node's client would put lines together, and take only some targets. */
export async function ask(
  port: number,
  host: string,
  { method = 'GET', target = '/', headers = [], form, bare = false }: Ask,
): Promise<Answer> {
  const body = form && new URLSearchParams(form).toString();
  const lines = [
    `${method} ${target} HTTP/${bare ? '1.0' : '1.1'}`,
    ...(bare ? [] : [`Host: ${host}`, 'Connection: close']),
    ...(body === undefined
      ? []
      : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no answer to ${method} ${target}`)));
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`, 'latin1');
  const text = (await buffer(socket)).toString('latin1');
  socket.destroy();
  return answerOf(text);
}

function answerOf(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...fields] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
  if (end === -1 || status === undefined) throw new Error(`this is no answer: ${JSON.stringify(text.slice(0, 200))}`);
  const headers = fields.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const lines = (wanted: string) => headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const rest = text.slice(end + 4);
  const body = Buffer.from(lines('transfer-encoding').includes('chunked') ? joined(rest) : rest, 'latin1');
  return { status: Number(status), lines, body: body.toString() };
}

/** The chunks of a body, without their lengths. */
function joined(text: string): string {
  let body = '';
  for (let at = 0; ; ) {
    const end = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, end), 16);
    if (!(size > 0)) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}
