import type { IncomingMessage } from 'node:http';

/** What the handlers see of a request. */
export interface CasRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  cookie(name: string): string | undefined;
  /** @throws {Refusal} 413, 415 */
  form(): Promise<URLSearchParams>;
  /** The body, XML as yet unread. @throws {Refusal} 413, 415 */
  xml(): Promise<string>;
}

/** Ends a request with an error page. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const maxBodyBytes = 16 * 1024;

/** @throws {Refusal} 400 */
export function readRequest(message: IncomingMessage): CasRequest {
  const target = message.url ?? '';
  // Only the origin form: anything else (`http://…`, `*`) is not for an origin server's pages.
  if (!target.startsWith('/')) throw new Refusal(400, 'The request target has to be a path.');
  const [path = '', ...query] = target.split('?');
  return {
    method: message.method ?? '',
    path,
    query: new URLSearchParams(query.join('?')),
    cookie: (name) => readCookie(message.headers.cookie, name),
    form: async () => new URLSearchParams(await readBody(message, isForm, 'The body has to be a form.')),
    xml: () => readBody(message, isXml, 'The body has to be XML.'),
  };
}

/**
 * A parameter's only value; nothing when it is absent or empty.
 *
 * @throws {Refusal} 400 when it is there more than once: which one counts would be a guess
 */
export function parameter(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = parameters.getAll(name);
  if (others.length > 0) throw new Refusal(400, `The parameter "${name}" may be there only once.`);
  return value === '' ? undefined : value;
}

/** Whether a switch such as `renew` is on. Only the literal `true` is, so that `renew=false` does not renew. */
export function isOn(parameters: URLSearchParams, name: string): boolean {
  return parameter(parameters, name) === 'true';
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

const isForm = (type: string): boolean => type === 'application/x-www-form-urlencoded';
/** Some clients of SAML say nothing of what they send. */
const isXml = (type: string): boolean => /^$|^text\/xml$|^application\/([\w.-]+\+)?xml$/.test(type);

async function readBody(
  message: IncomingMessage,
  isKind: (type: string) => boolean,
  otherwise: string,
): Promise<string> {
  const type = message.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!isKind(type)) throw new Refusal(415, otherwise);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A body that is too large is read to its end all the same, and dropped: the client can then read the answer.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (bytes > maxBodyBytes) throw new Refusal(413, `The body is larger than ${maxBodyBytes} bytes.`);
  return Buffer.concat(chunks).toString('utf8');
}
