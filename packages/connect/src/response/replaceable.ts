import type { ServerResponse } from 'node:http';
import type { HeaderMap } from './head.js';
import type { Listener } from './hold.js';
import type { Output, SendingMethods } from './output.js';

/** What a replacement needs to know of the guard. */
export interface Replaceable {
  readonly res: ServerResponse;
  readonly post: { readonly found: SendingMethods };
  readonly above: HeaderMap;
  /** Everybody who waits for `drain`. */
  waiting(): Iterable<Listener>;
  output: Output | undefined;
  dropSources(): void;
}
