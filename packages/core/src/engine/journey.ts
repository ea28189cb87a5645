import type {
  Conclusion,
  Header,
  HeaderList,
  Identification,
  Identifier,
  LoginResult,
  PasswordLogin,
  Reply,
  ResponseHead,
  WhoApi,
} from '../contract/contract.js';
import { Credentials, PasswordCredentials } from '../contract/credentials.js';
import { coreError, WhoError } from '../contract/errors.js';
import { Identity } from '../contract/identity.js';
import { chain, isPromise, type MaybePromise } from '../contract/maybe-promise.js';
import type { WhoRequest } from '../contract/request.js';
import { isNavigation, isPreflight } from '../reading/navigation.js';
import { badTarget, isTarget } from '../reading/target.js';
import { decide, enter } from './at-once.js';
import { channels } from './diagnostics.js';
import { ended, orFailing } from './ends.js';
import type { RequestExchange } from './exchange.js';
import { mergeHeaders } from './headers.js';
import type { Lineup, Registered } from './registry.js';
import { responseHead } from './response-head.js';
import { besideCaches } from './shared-caches.js';
import { runStage, runStages } from './stage.js';
import * as stages from './stages.js';

/** A request's way through the stages; to plugins and applications, its API object. */
export class Journey implements WhoApi, stages.Ingress {
  readonly exchange: RequestExchange;
  readonly route: stages.Route;
  /** The same request's journey through another engine, which was asked before. */
  readonly before: Journey | undefined;
  found: readonly stages.Found[] = NOTHING_FOUND;
  lineup: Lineup;
  identity: Identity | undefined;
  remembered = false;
  reply: Identification['reply'] | undefined;

  /** Whether it is known who this is. */
  #known = false;
  #ingress: PromiseLike<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  /** The application has signed somebody in or out itself, so nothing is remembered on the way out. */
  #takenOver = false;

  constructor(exchange: RequestExchange, route: stages.Route) {
    const { request } = exchange;
    this.exchange = exchange;
    this.route = route;
    this.before = request.journey as Journey | undefined;
    request.journey = this;
    this.lineup = route.lineup('');
  }

  /**
   * Takes over who it is, where a trusted layer above has found out.
   *
   * @throws {WhoError} LATE_REMOTE_USER when somebody has asked who it is already, and it is somebody else
   */
  takeRemoteUser(userid: string): void {
    if (this.#known && this.identity?.userid === userid) return;
    if (this.#known || this.#ingress || this.#failure) {
      const message = 'A layer above names the user after somebody has asked who it is: mount it further up.';
      throw coreError('LATE_REMOTE_USER', message);
    }
    this.identity = new Identity({ userid });
    this.#known = true;
  }

  get earlyReply(): Reply | undefined {
    return typeof this.reply === 'function' ? undefined : this.reply;
  }

  authenticate(): MaybePromise<Identity | undefined> {
    if (this.#known) return this.identity;
    if (this.#failure) throw this.#failure.error;
    if (!this.#ingress) {
      const pending = channels.response.hasSubscribers ? orFailing(this, () => this.#enter()) : this.#enter();
      if (!isPromise(pending)) return this.identity;
      this.#ingress = pending;
    }
    return this.#ingress.then(() => this.identity);
  }

  #enter(): MaybePromise<void> {
    try {
      const { method, target } = this.exchange.request;
      if (!isTarget(method, target)) throw badTarget();
      const pending = enter(this);
      return isPromise(pending) ? pending.then(() => this.#entered()) : this.#entered();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #entered(): MaybePromise<void> {
    this.#known = true;
    return this.reply && runStage(stages.makeReply, this);
  }

  conclude(response: ResponseHead): MaybePromise<Conclusion> {
    if (!channels.response.hasSubscribers) return this.#conclude(response);
    const concluding = orFailing(this, () => this.#conclude(response));
    return chain(concluding, (conclusion) => {
      const { challenge, headers } = conclusion;
      const isChallenged = challenge !== undefined || headers.some(([name]) => /^www-authenticate$/i.test(name));
      ended(this, { status: challenge?.status ?? response.status, isChallenged });
      return conclusion;
    });
  }

  #conclude(response: ResponseHead): MaybePromise<Conclusion> {
    const egress = { exchange: this.exchange, route: this.route, response, challenged: false };
    if (this.earlyReply?.isChallenge) return this.#decided(egress);
    const pending = decide(egress);
    return isPromise(pending) ? pending.then(() => this.#decided(egress)) : this.#decided(egress);
  }

  #decided({ challenged, response }: stages.Egress): MaybePromise<Conclusion> {
    if (challenged) return chain(this.challenge(response), (reply) => this.#challenged(reply, response));
    if (this.#takenOver || this.remembered || !this.identity) return NOTHING_TO_DO;
    return chain(this.remember(), (headers) =>
      headers.length === 0 ? NOTHING_TO_DO : { challenge: undefined, headers: besideCaches(headers, response) },
    );
  }

  /** A program gets the application's own answer, and with it what a client has to know to sign in. */
  #challenged(reply: Reply | undefined, response: ResponseHead): Conclusion {
    if (!reply) return NOTHING_TO_DO;
    const isBeside = !this.route.challengeAll && reply.status === response.status && !isNavigation(this.exchange);
    if (!isBeside) return { challenge: reply, headers: NO_HEADERS };
    const own = response.setCookies;
    const headers = (reply.headers ?? []).filter(([name, value]) => {
      const key = name.toLowerCase();
      return key === 'www-authenticate' || (key === 'set-cookie' && !own.includes(value));
    });
    return { challenge: undefined, headers };
  }

  challenge(response: ResponseHead = responseHead(401), challenger?: string): MaybePromise<Reply | undefined> {
    const challengers = challenger === undefined ? this.#suited() : named(this.lineup.challenger, challenger);
    if (challengers.length === 0) return undefined;
    const run: stages.Challenge = { exchange: this.exchange, challengers, response, reply: undefined };
    return chain(runStage(stages.challenge, run), () => {
      const { reply } = run;
      // Nobody is forgotten by a response that goes out as it is.
      if (!reply) return undefined;
      const cookies = response.setCookies.map((value): Header => ['Set-Cookie', value]);
      return chain(this.forget(), (forgetHeaders) => {
        return { ...reply, headers: mergeHeaders(reply.headers ?? [], cookies, forgetHeaders) };
      });
    });
  }

  /** The challengers whose answer the client of this request can make something of. */
  #suited(): Lineup['challenger'] {
    const { exchange, lineup, route } = this;
    if (route.challengeAll || isNavigation(exchange)) return lineup.challenger;
    return isPreflight(exchange) ? [] : lineup.challenger.filter(({ plugin }) => plugin.anyClient === true);
  }

  remember(identity: Identity | undefined = this.identity): MaybePromise<HeaderList> {
    return this.#keep(stages.remember, this.#identifierOf(identity), identity);
  }

  forget(identity: Identity | undefined = this.identity): MaybePromise<HeaderList> {
    return this.#keep(stages.forget, this.#identifierOf(identity), identity);
  }

  forgetMetadata(identity: Identity | undefined = this.identity): MaybePromise<void> {
    const { exchange, route } = this;
    return runStage(stages.forgetMetadata, { exchange, providers: route.metadataProviders, identity });
  }

  async login(credentials: Credentials | PasswordLogin, identifier?: string): Promise<LoginResult> {
    if (!this.#known) await runStage(stages.classify, this);
    const identifiers = named(this.lineup.identifier, identifier);
    const { exchange, lineup } = this;
    // As though the first one had found them: what authenticators say does not depend on who has.
    const found = identifiers.slice(0, 1).map((source) => ({ source, credentials: asCredentials(credentials) }));
    const attempt: stages.Attempt = { exchange, lineup, found, identity: undefined, remembered: false };
    await runStages([stages.authenticate, stages.addMetadata], attempt);
    const { identity } = attempt;
    const headers = await this.#keep(identity ? stages.remember : stages.forget, identifiers, identity);
    this.#takeOver(identity);
    return { identity, headers };
  }

  async logout(identifier?: string): Promise<HeaderList> {
    try {
      await this.authenticate();
    } catch (error) {
      this.exchange.logger.warn(`Signing out somebody who could not be identified: ${String(error)}`);
    }
    await this.forgetMetadata();
    const headers = await this.#keep(stages.forget, named(this.lineup.identifier, identifier), this.identity);
    this.#takeOver(undefined);
    return headers;
  }

  #takeOver(identity: Identity | undefined): void {
    this.identity = identity;
    this.#known = true;
    this.#takenOver = true;
  }

  #keep(
    stage: typeof stages.remember,
    identifiers: readonly Registered<Identifier>[],
    identity: Identity | undefined,
  ): MaybePromise<HeaderList> {
    const run: stages.Keeping = { exchange: this.exchange, identifiers, identity, headers: NO_HEADERS };
    const pending = runStage(stage, run);
    return isPromise(pending) ? pending.then(() => run.headers) : run.headers;
  }

  /** The identifier that an identity came from, as a list of one; of none where a layer above has set the user. */
  #identifierOf(identity: Identity | undefined): readonly Registered<Identifier>[] {
    const name = identity?.identifier;
    return name === undefined ? [] : [{ name, plugin: this.exchange.plugin(name, 'identifier') }];
  }
}

/** A request's journey through the engine that has a route, if it has been asked about it. */
export function journeyOf(request: WhoRequest, route: stages.Route): Journey | undefined {
  let journey = request.journey as Journey | undefined;
  while (journey && journey.route !== route) journey = journey.before;
  return journey;
}

const NOTHING_FOUND: readonly stages.Found[] = Object.freeze([]);
const NO_HEADERS: HeaderList = Object.freeze([]);
const NOTHING_TO_DO: Conclusion = Object.freeze({ challenge: undefined, headers: NO_HEADERS });

function asCredentials(given: Credentials | PasswordLogin): Credentials {
  return given instanceof Credentials ? given : new PasswordCredentials(given.login, given.password);
}

/** @throws {WhoError} BAD_PLUGIN when the name is not in the list */
function named<P>(entries: readonly Registered<P>[], name: string | undefined): readonly Registered<P>[] {
  if (name === undefined) return entries;
  const entry = entries.find((candidate) => candidate.name === name);
  if (!entry) {
    const known = entries.map((candidate) => candidate.name).join(', ') || 'none';
    const problem = `Nothing of this name takes part in this request; what does: ${known}.`;
    throw new WhoError(problem, { code: 'BAD_PLUGIN', plugin: name });
  }
  return [entry];
}
