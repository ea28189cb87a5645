import { BerReader, TAG } from './ber.js';
import { Failure } from './failure.js';

/** An attribute as it came: its name in the server's spelling, options and all, and its values as bytes. */
export interface RawAttribute {
  readonly type: string;
  readonly values: readonly Buffer[];
}

export interface RawEntry {
  readonly dn: string;
  readonly attributes: readonly RawAttribute[];
}

/** How an operation ended (RFC 4511, section 4.1.9). */
export interface Result {
  readonly code: number;
  /** What the server says about it. For what programs can read in it; it may name people. */
  readonly diagnostic: string;
  /** Values of response controls, by their OIDs. */
  readonly controls: ReadonlyMap<string, Buffer>;
}

/** A message from the server. References to other servers are not followed. */
export type Answer = { readonly id: number } & (
  | { readonly kind: 'entry'; readonly entry: RawEntry }
  | { readonly kind: 'reference' }
  | { readonly kind: 'bind' | 'search' | 'extended'; readonly result: Result }
);

/**
 * @param start of the message among the bytes, and its end
 * @throws {Failure} `protocol`
 */
export function readAnswer(bytes: Buffer, start?: number, end?: number): Answer {
  const reader = new BerReader(bytes, start, end).inside(TAG.sequence);
  const id = reader.int(TAG.integer);
  switch (reader.tag) {
    case ENTRY:
      return { id, kind: 'entry', entry: entryIn(reader.inside(ENTRY)) };
    case REFERENCE:
      return { id, kind: 'reference' };
    case BIND:
      return { id, kind: 'bind', result: resultIn(reader, BIND) };
    case SEARCH_DONE:
      return { id, kind: 'search', result: resultIn(reader, SEARCH_DONE) };
    case EXTENDED:
      return { id, kind: 'extended', result: resultIn(reader, EXTENDED) };
    default:
      throw new Failure('protocol', 'an answer is of a kind that nobody asked for');
  }
}

const BIND = 0x61;
const ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const REFERENCE = 0x73;
const EXTENDED = 0x78;
const CONTROLS = 0xa0;

function entryIn(reader: BerReader): RawEntry {
  const dn = reader.text(TAG.octets);
  const list = reader.inside(TAG.sequence);
  const attributes: RawAttribute[] = [];
  while (!list.isAtEnd) {
    const attribute = list.inside(TAG.sequence);
    const type = attribute.text(TAG.octets);
    const set = attribute.inside(TAG.set);
    const values: Buffer[] = [];
    while (!set.isAtEnd) values.push(set.bytes(TAG.octets));
    attributes.push({ type, values });
  }
  return { dn, attributes };
}

function resultIn(reader: BerReader, tag: number): Result {
  const result = reader.inside(tag);
  const code = result.int(TAG.enumerated);
  result.bytes(TAG.octets);
  const diagnostic = result.text(TAG.octets);
  return { code, diagnostic, controls: reader.tag === CONTROLS ? controlsIn(reader.inside(CONTROLS)) : NONE };
}

function controlsIn(reader: BerReader): ReadonlyMap<string, Buffer> {
  const controls = new Map<string, Buffer>();
  while (!reader.isAtEnd) {
    const control = reader.inside(TAG.sequence);
    const type = control.text(TAG.octets);
    control.skip(BOOLEAN);
    controls.set(type, control.isAtEnd ? Buffer.alloc(0) : control.bytes(TAG.octets));
  }
  return controls;
}

const BOOLEAN = 0x01;
const NONE: ReadonlyMap<string, Buffer> = new Map();
