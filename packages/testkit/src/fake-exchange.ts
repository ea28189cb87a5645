import { createWho, type Exchange, type Logger, type Plugins } from '@who/core';
import { type FakeRequestOptions, fakeRequest } from './fake-request.js';

export interface FakeExchangeOptions extends FakeRequestOptions {
  /** @default 'https://app.example.org' */
  readonly publicUrl?: string | undefined;
  /** Other plugins that the one under test calls by name. */
  readonly plugins?: Plugins | undefined;
  /** What a request classifier would have said. @default '' */
  readonly classification?: string | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** @default a logger that says nothing */
  readonly logger?: Logger | undefined;
}

/** An exchange as an engine would make it, for calling a plugin's methods directly. */
export function fakeExchange(options: FakeExchangeOptions = {}): Exchange {
  const { publicUrl = 'https://app.example.org', plugins = {}, classification = '', now, logger = silent } = options;
  const { exchange } = createWho({ publicUrl, plugins, now, logger }).api(fakeRequest(options));
  return Object.assign(exchange, { classification });
}

const silent: Logger = { debug() {}, warn() {}, error() {} };
