import type {
  ChallengeDecider,
  HeaderList,
  Identification,
  Identifier,
  MetadataProvider,
  Reply,
  ReplyMaker,
  RequestClassifier,
  ResponseHead,
  WhoApi,
} from '../contract/contract.js';
import { Credentials } from '../contract/credentials.js';
import { type Authentication, Identity } from '../contract/identity.js';
import { chain, type MaybePromise } from '../contract/maybe-promise.js';
import { isNavigation } from '../reading/navigation.js';
import { reasons } from '../reasons.js';
import type { RequestExchange } from './exchange.js';
import { checkHeaders, checkReply, mergeHeaders } from './headers.js';
import type { Lineup, Registered } from './registry.js';
import type { Stage } from './stage.js';

/** What all journeys of one engine share. */
export interface Route {
  readonly classifier: RequestClassifier;
  /** The classifier can neither fail nor wait, and no order depends on it: it is asked when somebody wants to know. */
  readonly classifiesLate: boolean;
  readonly decider: ChallengeDecider;
  readonly lineup: (classification: string) => Lineup;
  /** All of them, also those that are limited to some classifications. */
  readonly metadataProviders: Lineup['metadataProvider'];
  /** Whether all requests may be challenged in any way, rather than navigations only. */
  readonly challengeAll: boolean;
}

/** Credentials and the identifier that found them. */
export interface Found {
  readonly source: Registered<Identifier>;
  readonly credentials: Credentials;
}

/** One attempt to find out who somebody is: a request on its way in, or a login. */
export interface Attempt {
  readonly exchange: RequestExchange;
  readonly lineup: Lineup;
  readonly found: readonly Found[];
  identity: Identity | undefined;
  /** The identifier has nothing to add to what the browser keeps. */
  remembered: boolean;
}

/** A request on its way in. */
export interface Ingress extends Omit<Attempt, 'lineup' | 'found'> {
  readonly route: Route;
  lineup: Lineup;
  found: readonly Found[];
  /** The answer in the application's place. The last identifier that has one wins. */
  reply: Identification['reply'];
}

export const classify: Stage<Ingress, string> = {
  name: 'classify',
  steps: () => 1,
  pluginAt: () => 'requestClassifier',
  call: (run) => run.route.classifier(run.exchange),
  take(run, classification) {
    run.exchange.classification = classification;
    run.lineup = run.route.lineup(classification);
    for (const facts of run.lineup.absent) run.exchange.explain?.(reasons.OTHER_CLASSIFICATION, facts);
  },
};

export const identify: Stage<Ingress, Credentials | Identification | undefined> = {
  name: 'identify',
  steps: (run) => run.lineup.identifier.length,
  pluginAt: (run, step) => at(run.lineup.identifier, step).name,
  call: (run, step) => at(run.lineup.identifier, step).plugin.identify(run.exchange),
  take(run, result, step) {
    if (result === undefined) return;
    let credentials = result as Credentials | undefined;
    // Credentials of another copy of this package are no instances of the class here.
    if (!(result instanceof Credentials) && ('reply' in result || 'conceal' in result || 'concealTrailers' in result)) {
      credentials = result.credentials;
      if (result.conceal) run.exchange.request.concealHeaders(result.conceal);
      if (result.concealTrailers) run.exchange.request.concealTrailers(result.concealTrailers);
      if (result.reply) run.reply = inPlaceOf(run.reply, result.reply);
    }
    if (!credentials) return;
    const one = { source: at(run.lineup.identifier, step), credentials };
    run.found = run.found.length === 0 ? [one] : [...run.found, one];
  },
};

/**
 * Shows every set of credentials to every authenticator. The authenticators are the outer loop, so the first success
 * has the lowest rank (authenticator, identifier) and wins.
 */
export const authenticate: Stage<Attempt, Authentication | undefined> = {
  name: 'authenticate',
  steps: (run) => run.lineup.authenticator.length * run.found.length,
  pluginAt: (run, step) => authenticatorAt(run, step).name,
  call: (run, step) => authenticatorAt(run, step).plugin.authenticate(run.exchange, foundAt(run, step).credentials),
  take(run, authentication, step) {
    if (authentication === undefined || run.identity) return;
    accept(run, authentication, foundAt(run, step), authenticatorAt(run, step));
  },
  /** A failure behind the winner cannot change who it is; one before it could, and ends the journey. */
  passOver(run, error) {
    if (run.identity) run.exchange.logger.warn(error.message);
    return run.identity !== undefined;
  },
};

export function accept(
  run: Attempt | Ingress,
  authentication: Authentication,
  { source, credentials }: Found,
  { name, plugin }: Lineup['authenticator'][number],
): void {
  run.identity = new Identity(authentication, source.name, name);
  run.remembered = credentials.remembered === true && (plugin as object) === source.plugin;
}

export const addMetadata: Stage<Attempt, object | undefined> = {
  name: 'metadata',
  steps: (run) => (run.identity ? run.lineup.metadataProvider.length : 0),
  pluginAt: (run, step) => at(run.lineup.metadataProvider, step).name,
  call: (run, step) => at(run.lineup.metadataProvider, step).plugin.addMetadata(run.exchange, run.identity as Identity),
  take(run, metadata) {
    if (metadata) Object.assign((run.identity as Identity).metadata, metadata);
  },
};

/**
 * The answer of an identifier, which may ask for that of those before it. One that makes none does not undo theirs:
 * "sign in first" stands until somebody replaces it knowingly.
 */
function inPlaceOf(before: Identification['reply'], reply: Reply | ReplyMaker): Reply | ReplyMaker {
  if (before === undefined || typeof reply !== 'function') return reply;
  return (who) => {
    let answer: { readonly made: MaybePromise<Reply | undefined> } | undefined;
    const ask = (): MaybePromise<Reply | undefined> => {
      answer ??= { made: made(before, who) };
      return answer.made;
    };
    return chain(reply(who, ask), (own) => own ?? ask());
  };
}

function made(reply: Identification['reply'], who: WhoApi): MaybePromise<Reply | undefined> {
  return typeof reply === 'function' ? reply(who, () => undefined) : reply;
}

export const makeReply: Stage<Ingress & WhoApi, Reply | undefined> = {
  name: 'reply',
  steps: (run) => (run.reply ? 1 : 0),
  pluginAt: () => 'identifier',
  call: (run) => made(run.reply, run),
  take(run, reply) {
    run.reply = reply && checkReply(reply, 'identifier');
  },
};

/** From the request to a known user. */
export const INGRESS: readonly Stage<Ingress, unknown>[] = [classify, identify, authenticate, addMetadata];

/** A response on its way out, at the moment the application commits its head. */
export interface Egress {
  readonly exchange: RequestExchange;
  readonly route: Route;
  readonly response: ResponseHead;
  challenged: boolean;
}

export const decide: Stage<Egress, boolean> = {
  name: 'decide',
  steps: () => 1,
  pluginAt: () => 'challengeDecider',
  call: (run) => run.route.decider(run.exchange, run.response),
  take(run, challenged) {
    run.challenged = challenged;
    if (challenged && !run.route.challengeAll && !isNavigation(run.exchange)) run.exchange.explain?.(reasons.NO_PAGE);
  },
};

/** Challengers that are asked until one answers. */
export interface Challenge {
  readonly exchange: RequestExchange;
  readonly challengers: Lineup['challenger'];
  readonly response: ResponseHead;
  reply: Reply | undefined;
}

export const challenge: Stage<Challenge, Reply | undefined> = {
  name: 'challenge',
  steps: (run) => run.challengers.length,
  pluginAt: (run, step) => at(run.challengers, step).name,
  call: (run, step) => at(run.challengers, step).plugin.challenge(run.exchange, run.response),
  take(run, reply, step) {
    run.reply = reply && checkReply(reply, at(run.challengers, step).name);
    return reply !== undefined;
  },
};

/** Identifiers that are asked for headers about one identity. */
export interface Keeping {
  readonly exchange: RequestExchange;
  readonly identifiers: Lineup['identifier'];
  readonly identity: Identity | undefined;
  headers: HeaderList;
}

function keeping(name: 'remember' | 'forget'): Stage<Keeping, HeaderList | undefined> {
  return {
    name,
    steps: (run) => run.identifiers.length,
    pluginAt: (run, step) => at(run.identifiers, step).name,
    call(run, step) {
      const { plugin } = at(run.identifiers, step);
      if (name === 'forget') return plugin.forget(run.exchange, run.identity);
      return run.identity && plugin.remember(run.exchange, run.identity);
    },
    take(run, headers, step) {
      if (!headers || headers.length === 0) return;
      run.headers = mergeHeaders(run.headers, checkHeaders(headers, at(run.identifiers, step).name));
    },
  };
}

export const remember: Stage<Keeping, HeaderList | undefined> = keeping('remember');
export const forget: Stage<Keeping, HeaderList | undefined> = keeping('forget');

/** Metadata providers that are told to drop what they keep about one identity. */
export interface Forgetting {
  readonly exchange: RequestExchange;
  readonly providers: readonly Registered<MetadataProvider<object>>[];
  readonly identity: Identity | undefined;
}

export const forgetMetadata: Stage<Forgetting, void> = {
  name: 'forgetMetadata',
  steps: (run) => (run.identity ? run.providers.length : 0),
  pluginAt: (run, step) => at(run.providers, step).name,
  call: (run, step) => at(run.providers, step).plugin.forgetMetadata?.(run.exchange, run.identity as Identity),
  take() {},
  /** A cache that is down must not keep anybody signed in. */
  passOver(run, error) {
    run.exchange.logger.warn(error.message);
    return true;
  },
};

export function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

function authenticatorAt(run: Attempt, step: number): Lineup['authenticator'][number] {
  return at(run.lineup.authenticator, Math.floor(step / run.found.length));
}

function foundAt(run: Attempt, step: number): Found {
  return at(run.found, step % run.found.length);
}
