import { badOption, chain, type Exchange, type HeaderList, type MaybePromise, type WhoError } from '@who/core';
import { clientAddress, type Doubt, type Where } from './addresses/client-address.js';
import { networkNames } from './addresses/network.js';
import { Attempt, type Held, type Listener } from './attempts/attempt.js';
import type { Guess } from './attempts/guess.js';
import { outcome } from './attempts/outcome.js';
import { type Outcome, recent } from './attempts/recent.js';
import { onDevice, type Subject, subjects } from './attempts/subject.js';
import { isRefusal, type Refusal } from './counting/ledger.js';
import { devicesOf } from './devices/devices.js';
import { type Proofs, proofsOf } from './devices/proofs.js';
import { failure, PACKAGE, tooMany } from './errors.js';
import { eventsOf } from './events.js';
import { type LimiterOptions, resolveOptions } from './options.js';
import { backendOf } from './store/backend-of.js';

/** Counts failures, and says who has to wait. */
export interface Limiter {
  /**
   * Has a guess checked, unless it has to wait. It counts as a failure until it is known to be none.
   *
   * @param verify says whose the guess is, or anything else; `undefined`, `null` and `false` mean that it is wrong
   * @returns what `verify` says
   * @throws {WhoError} LIMITER_TOO_MANY (429), LIMITER_UNAVAILABLE and LIMITER_CLOSED (503), besides what `verify` throws
   */
  attempt<T>(where: Where, guess: Guess, verify: () => MaybePromise<T>): MaybePromise<T>;
  /**
   * How many seconds a guess would have to wait; 0 where it may be made. Counts nothing: to be shown, not to be relied
   * upon.
   */
  check(where: Where, guess: Guess): MaybePromise<number>;
  /** Counts a failure that shows in another way, e.g. a wrong one-time code behind a right password. */
  penalise(where: Where, guess: Guess): MaybePromise<void>;
  /**
   * Takes a success into account that shows in another way, e.g. a link that was mailed: failures of the user are
   * forgotten, and the address is familiar from now on.
   */
  pardon(where: Where, guess: Guess): MaybePromise<void>;
  /**
   * The device cookie, for a sign-in page of one's own: after a sign-in that is complete. Nothing where the browser has a
   * young one. `deviceCookies` does this for plugins.
   *
   * @throws {WhoError} BAD_OPTION without the option `devices`
   */
  deviceCookie(exchange: Exchange, guess: Guess): HeaderList;
  /** What stands for a user in events and keys. */
  idOf(user: string, kind?: string): string;
  /** Ends the connection that the limiter has opened. Nobody may try any more. */
  close(): void;
}

/** What the wrappers of plugins need besides. */
export interface Insides {
  /** An attempt that several may take part in. */
  open(where: Where, guess: Guess): MaybePromise<Attempt>;
  /** `undefined` where browsers are not known again. */
  readonly proofs: Proofs | undefined;
}

const insides = new WeakMap<Limiter, Insides>();

/** @throws {WhoError} BAD_OPTION for what `createLimiter` has not made */
export function insidesOf(limiter: Limiter): Insides {
  const inside = insides.get(limiter);
  if (inside) return inside;
  throw badOption(PACKAGE, 'limiter', 'must be what createLimiter() of this package has made.');
}

/**
 * Makes a limiter: for several authenticators that look at the same credentials, and for login views of one's own.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const limiter = createLimiter({ trustedProxies: ['10.0.0.0/8'] });
 * const users = limited(htpasswd({ file: 'users.htpasswd' }), { limiter });
 */
export function createLimiter(options: LimiterOptions = {}): Limiter {
  const settings = resolveOptions(options);
  const { logger, namespace, now } = settings;
  const warn = (text: string): void => logger.warn(`[${PACKAGE}] ${text}`);
  const events = eventsOf(namespace, settings.onEvent, () => warn('"onEvent" has failed.'));
  const backend = backendOf(settings, events, warn);
  const checks = recent(settings.maxKeys, now);
  const addressOf = clientAddress(settings.proxies, settings.addressHeader, once(doubtful(warn)));
  const networkOf = networkNames(settings.ipv6Bits);
  const subjectOf = subjects(settings.normalizeUser, settings.secret);
  const devices = settings.devices && devicesOf(settings.devices, now);
  let isClosed = false;

  function subject(where: Where, guess: Guess): Subject {
    if (isClosed) throw failure('LIMITER_CLOSED', 'The limiter has been closed.', { status: 503 });
    const found = subjectOf(guess, networkOf(addressOf(where)));
    if (devices === undefined || found.user === undefined) return found;
    const device = devices.find(where, found.user);
    return device === undefined ? found : onDevice(found, device);
  }

  function open(where: Where, guess: Guess): MaybePromise<Attempt> {
    const found = subject(where, guess);
    const { device, pair } = found.keys;
    const own = device ?? pair;
    if (own === undefined || guess.secret === undefined) return begin(found);
    return openSecret(found, { own, digest: checks.digest(own, guess.secret) }, true);
  }

  /** What was right a short while ago is no guess, unless there are others: then it must not show that it is right. */
  function openSecret(found: Subject, secret: Secret, mayWait: boolean): MaybePromise<Attempt> {
    const { own, digest } = secret;
    if (!checks.wasRight(own, digest)) return openNew(found, secret, mayWait);
    return chain(
      backend.use((ledger) => ledger.isClean(found.keys)),
      (isClean) =>
        isClean ? new Attempt(found, undefined, listener(found, secret, nothing)) : openNew(found, secret, mayWait),
    );
  }

  function openNew(found: Subject, secret: Secret, mayWait: boolean): MaybePromise<Attempt> {
    const underWay = mayWait ? checks.underWay(secret.digest) : undefined;
    return underWay ? underWay.then((may) => openSecret(found, secret, may)) : begin(found, secret);
  }

  function begin(found: Subject, secret?: Secret): MaybePromise<Attempt> {
    const ended = secret === undefined ? nothing : checks.begin(secret.digest);
    return outcome(
      () => count(found),
      (begun) => {
        if ('ledger' in begun) return new Attempt(found, begun, listener(found, secret, ended));
        ended('refused');
        throw refused(found, begun);
      },
      (error) => {
        ended('failed');
        throw error;
      },
    );
  }

  function count({ keys }: Subject): MaybePromise<Held | Refusal> {
    return backend.use((ledger) =>
      chain(ledger.begin(keys), (begun) => (isRefusal(begun) ? begun : { ledger, ticket: begun })),
    );
  }

  function refused(found: Subject, { scope, waitMs }: Refusal): WhoError {
    const waitSeconds = secondsOf(waitMs);
    if (!events.isQuiet) events.publish({ event: 'refused', ...factsOf(found), scope, waitSeconds });
    return tooMany(waitSeconds);
  }

  function listener(found: Subject, secret: Secret | undefined, ended: (outcome: Outcome) => void): Listener {
    return {
      late() {
        if (!secret || !checks.forget(secret.own, secret.digest)) return undefined;
        return outcome(
          () => count(found),
          (begun) => ('ledger' in begun ? begun : undefined),
          () => undefined,
        );
      },
      failed({ ticket: { taken, familiarMs } }) {
        if (events.isQuiet) return;
        const { failures } = taken.own;
        events.publish({ event: 'failed', ...factsOf(found), failures, isFamiliar: isFamiliar(found, familiarMs) });
      },
      succeeded({ ledger, ticket }) {
        if (!events.isQuiet) {
          const known = isFamiliar(found, ticket.familiarMs);
          events.publish({ event: 'succeeded', ...factsOf(found), isFamiliar: known });
        }
        backend.remember(found.keys);
        return backend.tell(ledger, (it) => it.succeeded(ticket));
      },
      released: ({ ledger, ticket }) => backend.tell(ledger, (it) => it.released(ticket)),
      ended(result) {
        if (result === 'right' && secret) checks.right(secret.own, secret.digest);
        ended(result);
      },
    };
  }

  const limiter: Limiter = {
    attempt: (where, guess, verify) => chain(open(where, guess), (attempt) => attempt.run(verify, true)),
    check: (where, guess) =>
      chain(
        backend.use((ledger) => ledger.waiting(subject(where, guess).keys)),
        (refusal) => (refusal ? secondsOf(refusal.waitMs) : 0),
      ),
    penalise(where, guess) {
      const found = subject(where, guess);
      return chain(count(found), (begun) => {
        if ('ledger' in begun) listener(found, undefined, nothing).failed(begun);
      });
    },
    pardon(where, guess) {
      const { keys } = subject(where, guess);
      backend.remember(keys);
      return chain(
        backend.use((ledger) => ledger.pardon(keys)),
        () => undefined,
      );
    },
    deviceCookie(exchange, guess) {
      if (!devices) throw badOption(PACKAGE, 'devices', 'is needed for device cookies.');
      const { user, device } = subject(exchange, guess);
      return user === undefined ? [] : devices.remember(exchange, user, device);
    },
    idOf: (user, kind) => subjectOf({ user, kind }, '').user ?? '',
    close() {
      isClosed = true;
      backend.close();
    },
  };
  insides.set(limiter, { open, proofs: devices && proofsOf(devices) });
  return limiter;
}

/** A secret that is tried at a pair or a device, as a digest. */
interface Secret {
  readonly own: string;
  readonly digest: string;
}

const nothing = (): void => {};

/** As `Retry-After` has it. */
const secondsOf = (waitMs: number): number => Math.max(1, Math.ceil(waitMs / 1000));

const isFamiliar = ({ device }: Subject, familiarMs: number): boolean => familiarMs > 0 || device !== undefined;

const factsOf = ({ kind, user, network }: Subject) => ({ kind, user, address: network });

function doubtful(warn: (text: string) => void): (what: Doubt) => void {
  return (what) =>
    warn(
      what === 'no-address'
        ? 'Requests have no address, so that all clients count as one: is the server behind a proxy on a Unix socket ("trustedProxies")?'
        : 'Requests name a client that a proxy has seen, and no proxy is trusted: all who come by one count as one client. Name the proxies in "trustedProxies", or give an empty list.',
    );
}

/** Each thing once. */
function once<T>(say: (what: T) => void): (what: T) => void {
  const said = new Set<T>();
  return (what) => {
    if (said.has(what)) return;
    said.add(what);
    say(what);
  };
}
