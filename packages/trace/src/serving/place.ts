import type { Kind } from './kind.js';

/** What is at a path below that of the trace. */
export interface Place {
  readonly what: 'list' | 'one' | 'slash';
  /** Number of the request, of one. */
  readonly id: number;
  /** By the end of the path; else the client says what it wants. */
  readonly kind: Kind | undefined;
  /** The last segment of the trace's path, which links are relative to. */
  readonly name: string;
}

/** Says what is at a path, to the letter; `undefined` where that is none of the trace's. */
export function placeAt(base: string): (path: string) => Place | undefined {
  const name = base.slice(base.lastIndexOf('/') + 1);
  return (path) => {
    if (!path.startsWith(base)) return undefined;
    const match = REST.exec(path.slice(base.length));
    if (!match) return undefined;
    const [, slash, digits, end] = match;
    const kind = end === undefined ? undefined : KINDS[end];
    if (slash === undefined) return { what: 'list', id: 0, kind, name };
    if (digits === '') return end === undefined ? { what: 'slash', id: 0, kind, name } : undefined;
    return { what: 'one', id: Number(digits), kind, name };
  };
}

/** At most as many digits as a number keeps apart. */
const REST = /^(?:(\/)(\d{0,15}))?(?:\.(json|txt))?$/;

const KINDS: Readonly<Record<string, Kind>> = { json: 'json', txt: 'text' };
