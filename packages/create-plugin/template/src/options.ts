import { badOption, checkOptions, isToken, type OptionNames } from '@who/core';
import type { Attributes, CaptureOptions, StoreOptions } from '@who/metadata-cache';
import { checkSecret } from '@who/secrets';
import { PLUGIN } from './errors.js';

// #with identifier authenticator challenger metadata-provider
/** How the plugin is set up. */
export interface SesameOptions {
  // #with identifier
  /** Name of the request header that carries the token. Whoever can read logs of this header can sign in. */
  readonly header: string;
  /**
   * The longest token that is looked at, in bytes. Longer ones hold no credentials. More of it lets longer secrets,
   * sent by anybody, reach the authenticators.
   *
   * @default 1024
   */
  readonly maxBytes?: number | undefined;
  // #end
  // #with authenticator
  /** The secret of each user, by userid: 16 characters or more, at random, because nothing here limits guessing. */
  readonly secrets: Readonly<Record<string, string>>;
  // #end
  // #with challenger
  /** What a client is told that it has to sign in to. Everybody can see it. Printable ASCII. */
  readonly realm: string;
  // #end
  // #with metadata-provider
  /** What each user is called, by userid. Applications must escape it like all that people write. */
  readonly displayNames: Readonly<Record<string, string>>;
  // #end
}

/** Options with their defaults. */
export type SesameSettings = Required<{ [K in keyof SesameOptions]: NonNullable<SesameOptions[K]> }>;

/** Every option there is. The compiler says when one is missing here. */
const NAMES = {
  // #with identifier
  header: true,
  maxBytes: true,
  // #end
  // #with authenticator
  secrets: true,
  // #end
  // #with challenger
  realm: true,
  // #end
  // #with metadata-provider
  displayNames: true,
  // #end
} satisfies OptionNames<SesameOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: SesameOptions): SesameSettings {
  checkOptions(PLUGIN, options, NAMES);
  const {
    // #with identifier
    header,
    maxBytes = 1024,
    // #end
    // #with authenticator
    secrets,
    // #end
    // #with challenger
    realm,
    // #end
    // #with metadata-provider
    displayNames,
    // #end
  } = options;
  // #with identifier
  checkHeader(header);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw badOption(PLUGIN, 'maxBytes', 'must be a positive number of bytes.');
  }
  // #end
  // #with authenticator
  if (!areTexts(secrets, 16)) {
    throw badOption(PLUGIN, 'secrets', 'must give each userid a secret of 16 characters or more.');
  }
  checkSecret(PLUGIN, 'secrets', Object.values(secrets));
  // #end
  // #with challenger
  if (typeof realm !== 'string' || !/^[\x20-\x7e]+$/.test(realm)) {
    throw badOption(PLUGIN, 'realm', 'must be a text of printable ASCII characters.');
  }
  // #end
  // #with metadata-provider
  if (!areTexts(displayNames, 1)) {
    throw badOption(PLUGIN, 'displayNames', 'must give each userid a name that is not empty.');
  }
  // #end
  return {
    // #with identifier
    header,
    maxBytes,
    // #end
    // #with authenticator
    secrets,
    // #end
    // #with challenger
    realm,
    // #end
    // #with metadata-provider
    displayNames,
    // #end
  };
}
// #end

// #with metadata-cache
/** What the cache keeps, of whom, and for how long. */
export interface SesameMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends Omit<CaptureOptions<Name, Value>, keyof StoreOptions> {
  /**
   * How many users' values are kept at most. Whoever signed in longest ago is dropped first, and goes without metadata
   * until the next sign-in. More takes more memory.
   *
   * @default 1000
   */
  readonly maxEntries?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Options of the cache with their defaults. What it shares with all metadata caches is checked there. */
export interface SesameMetadataCacheSettings<Name extends string, Value extends object> {
  readonly maxEntries: number;
  readonly now: () => number;
  readonly capture: CaptureOptions<Name, Value>;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveMetadataCacheOptions<Name extends string, Value extends object>(
  options: SesameMetadataCacheOptions<Name, Value>,
): SesameMetadataCacheSettings<Name, Value> {
  const { maxEntries = 1000, now = Date.now, ...capture } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw badOption(PLUGIN, 'maxEntries', 'must be a positive whole number.');
  }
  if (typeof now !== 'function') throw badOption(PLUGIN, 'now', 'must be a function that returns milliseconds.');
  return { maxEntries, now, capture };
}
// #end

// #with request-classifier
/** What the request classifier looks at. */
export interface SesameRequestClassifierOptions {
  /** Name of the header that makes a request one of a program. Anybody can send it: it must not open anything. */
  readonly header: string;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveRequestClassifierOptions(
  options: SesameRequestClassifierOptions,
): SesameRequestClassifierOptions {
  checkOptions(PLUGIN, options, { header: true } satisfies OptionNames<SesameRequestClassifierOptions>);
  checkHeader(options.header);
  return { header: options.header };
}
// #end

// #with challenge-decider
/** What the challenge decider looks at. */
export interface SesameChallengeDeciderOptions {
  /**
   * The application's statuses that ask for a challenge, e.g. `[401, 403]`. With 403, users who may not see a page are
   * asked to sign in anew, which says that the page exists.
   */
  readonly statuses: readonly number[];
}

/** @throws {WhoError} BAD_OPTION */
export function resolveChallengeDeciderOptions(options: SesameChallengeDeciderOptions): SesameChallengeDeciderOptions {
  checkOptions(PLUGIN, options, { statuses: true } satisfies OptionNames<SesameChallengeDeciderOptions>);
  const { statuses } = options;
  const isRefusal = (status: number) => Number.isInteger(status) && status >= 400 && status <= 499;
  if (!Array.isArray(statuses) || !statuses.every(isRefusal)) {
    throw badOption(PLUGIN, 'statuses', 'must be a list of statuses from 400 to 499.');
  }
  return { statuses: [...statuses] };
}
// #end

// #with identifier request-classifier
function checkHeader(header: string): void {
  if (typeof header !== 'string' || !isToken(header)) {
    throw badOption(PLUGIN, 'header', 'must be the name of a header.');
  }
}
// #end

// #with authenticator metadata-provider
/** Whether a value gives a text to each of its names, and how long each is at least. */
function areTexts(value: unknown, minLength: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((text) => typeof text === 'string' && text.length >= minLength);
}
// #end
