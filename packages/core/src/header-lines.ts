import type { IncomingMessage } from 'node:http';

/**
 * A header as `headers` has it. Node makes that object of all lines when it is first asked for: for one or two of them
 * it is quicker to look at the lines. They count only while nobody has asked for the object, and may have changed it,
 * and where a name stands once: for each name, Node has its own rule of what several are worth.
 *
 * @param name in lower case
 */
export function headerOf(request: IncomingMessage, name: string): string | string[] | undefined {
  const { rawHeaders: lines } = request as Partial<IncomingMessage>;
  if (lines === undefined || isMade(request)) return request.headers[name];
  const first = name.charCodeAt(0) | LOWER;
  let value: string | undefined;
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const other = lines[i] as string;
    if (other.length !== name.length || (other.charCodeAt(0) | LOWER) !== first || other.toLowerCase() !== name) continue;
    if (value !== undefined) return request.headers[name];
    value = lines[i + 1];
  }
  return value;
}

/** Whether a request has its `headers` already, or may have: only node:http leaves them out at first. */
function isMade(request: IncomingMessage): boolean {
  if (madeKey === undefined && request.httpVersionMajor === 1) {
    madeKey = Object.getOwnPropertySymbols(request).find(({ description }) => description === 'kHeaders');
  }
  return madeKey === undefined || (request as unknown as Record<symbol, unknown>)[madeKey] !== null;
}

/** Under this key, node:http keeps `headers`; `null` until somebody asks. */
let madeKey: symbol | undefined;

/** Makes an ASCII letter a small one. */
const LOWER = 0x20;
