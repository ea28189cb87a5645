import {
  checkOptions,
  createWho,
  type Exchange,
  type Explain,
  type Logger,
  type OptionNames,
  type Plugins,
} from '@who/core';
import { type FakeRequestOptions, fakeRequest, REQUEST_NAMES } from './fake-request.js';
import { TESTKIT } from './package-name.js';

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
  /** Is told the reasons that plugins give: somebody looks on. @default nobody does */
  readonly explain?: ((...given: Parameters<Explain>) => unknown) | undefined;
}

const NAMES: OptionNames<FakeExchangeOptions> = {
  ...REQUEST_NAMES,
  publicUrl: true,
  plugins: true,
  classification: true,
  now: true,
  logger: true,
  explain: true,
};

/** An exchange as an engine would make it, for calling a plugin's methods directly. */
export function fakeExchange(options: FakeExchangeOptions = {}): Exchange {
  checkOptions(TESTKIT, options, NAMES);
  const {
    publicUrl = 'https://app.example.org',
    plugins = {},
    classification = '',
    now,
    logger = silent,
    explain,
    ...request
  } = options;
  const { exchange } = createWho({ publicUrl, plugins, now, logger }).api(fakeRequest(request));
  const explaining: Explain | undefined = explain && ((...given) => void explain(...given));
  return Object.defineProperties(exchange, {
    classification: { value: classification },
    // A proxy may say something else in its place.
    explain: { value: explaining, configurable: true },
  });
}

const silent: Logger = { debug() {}, warn() {}, error() {} };
