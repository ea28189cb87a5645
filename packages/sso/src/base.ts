import type { Exchange, Identity, MaybePromise, Reason, Reply } from '@who/core';
import { basePages, errorPages, type PageText, pageCodes } from './answers/pages.js';
import { type PlainAnswer, plainAnswers } from './answers/plain.js';
import { readForm } from './callback.js';
import type { PlainName } from './codes.js';
import type { SsoContext } from './context.js';
import { SsoCredentials } from './credentials.js';
import { type Failures, ssoFailures } from './errors.js';
import { type Ender, endSessions, sessionOf } from './logout/end-session.js';
import { type Names, namesOf, type SsoNaming } from './naming.js';
import { resolveConnection, type SsoConnectionOptions } from './options/connection.js';
import { resolveSsoOptions, type SsoOptions, type SsoSettings, type SsoTraits } from './options/options.js';
import { connectionTo, type SsoConnection } from './outbound/connection.js';
import type { Arrival, SsoProtocol } from './protocol.js';
import { baseReasons } from './reasons.js';
import { type LogRefusal, refusalLog } from './refusals.js';
import { guardStore } from './sessions/guarded-store.js';
import { memoryStore } from './sessions/memory-store.js';
import { once } from './sessions/once.js';
import { sessionIdOf } from './sessions/session-id.js';
import type { SessionKey } from './sessions/session-key.js';
import type { SsoSession } from './sessions/sessions.js';
import { gatewayMarker } from './sign-in/gateway.js';
import type { SignInState } from './sign-in/login-state.js';
import { policyOf } from './sign-in/policies.js';
import type { SignIn } from './sign-in/sign-in.js';
import { signInOf } from './sign-in/sign-in-of.js';
import { stateCookies } from './sign-in/state-cookie.js';
import { makePlugin, type SsoPlugin } from './sso.js';
import { userdataFor } from './userdata.js';

/** What a plugin adds to the base, beside its protocol. */
export interface SsoWords {
  /** Its own reasons, by their codes. One with a code of the base's stands in its place. */
  readonly reasons?: Readonly<Record<string, Reason>> | undefined;
  /** What error pages say about codes of its own, and about others in the base's place. */
  readonly pages?: Readonly<Record<string, PageText>> | undefined;
}

/** What the base has for a plugin, and makes of its protocol. */
export interface SsoBase<Prefix extends string = string> extends Failures<Prefix> {
  readonly names: Names;
  readonly settings: SsoSettings;
  /** Writes a refusal into the log, and tells people who look on. */
  readonly logRefusal: LogRefusal;
  /** An answer for a program: empty with 200, or a code. */
  readonly plainAnswer: PlainAnswer;
  /** The same with a code, and a line in the log. @param reason what {@link LogRefusal} wants */
  refusePlain(exchange: Exchange, name: PlainName, reason: string): Reply;
  /**
   * What was posted. That it cannot be read is logged.
   *
   * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400)
   */
  readForm(exchange: Exchange): Promise<URLSearchParams>;
  /**
   * By which the other side is asked; one for each other side.
   *
   * @throws {WhoError} BAD_OPTION
   */
  connection(options: SsoConnectionOptions): SsoConnection;
  /**
   * Whether something comes for the first time from this other side: in all processes that share the sessions' store, and
   * without sessions in this one.
   *
   * @param ttlMs for how long it is remembered: at least as long as it would count
   * @throws {WhoError} …_SESSION_STORE_FAILED
   */
  once(key: string, ttlMs: number): MaybePromise<boolean>;
  /**
   * Ends sessions for a logout request that has been believed, and has the metadata forgotten.
   *
   * @param userid whose metadata, where a `group` or a `subject` is named
   * @throws {WhoError} …_SESSION_STORE_FAILED
   */
  endSessions(who: Ender, key: SessionKey, userid?: string): Promise<void>;
  /** The record of somebody's session that is alive, with what the protocol has kept in it. */
  sessionOf(exchange: Exchange, identity: Identity): MaybePromise<SsoSession | undefined>;
  /**
   * The plugin. It may be added to (`Object.assign`), but not copied: the engine knows it by what it is.
   *
   * @param credentials makes credentials of a class of its own
   */
  plugin<Answer>(protocol: SsoProtocol<Answer>, credentials?: MakeCredentials<Answer>): SsoPlugin;
}

/** @param owner to be handed to the class of {@link SsoCredentials} */
export type MakeCredentials<Answer> = (arrival: Arrival<Answer>, owner: object) => SsoCredentials<Answer>;

/**
 * Begins a plugin that signs people in elsewhere.
 *
 * @param options of which the names have been checked; `SSO_OPTIONS` are those of the base
 * @throws {WhoError} BAD_OPTION
 * @example
 * const naming = {
 *   package: 'who-hello', prefix: 'HELLO', answer: 'PASS', peer: 'Hello', urlOption: 'helloUrl'
 * } as const;
 * const hello = (options: SsoOptions & { readonly helloUrl: string }): SsoPlugin => {
 *   const base = ssoBase(naming, options, { peerUrl: options.helloUrl });
 *   const { ask, fetchText } = base.connection({});
 *   return base.plugin<string>({
 *     leave: (_exchange, { id, callbackUrl }) => ({
 *       location: `${options.helloUrl}/in?${new URLSearchParams({ id, back: callbackUrl })}`,
 *     }),
 *     receive: ({ query }) => ({ signIns: query.getAll('id'), answer: query.get('pass') ?? undefined }),
 *     async verify(exchange, { answer }) {
 *       const url = `${options.helloUrl}/whose?${new URLSearchParams({ pass: answer })}`;
 *       const userid = await ask(exchange, () => fetchText(url));
 *       if (userid === '') return { refused: { code: 'HELLO_PASS_REJECTED', reason: 'Hello does not know the pass' } };
 *       return { userid, session: { id: answer } };
 *     },
 *   });
 * };
 */
export function ssoBase<const Prefix extends string, const Answer extends string>(
  naming: SsoNaming<Prefix, Answer>,
  options: SsoOptions,
  traits: SsoTraits & SsoWords,
): SsoBase<Prefix> {
  const names = namesOf(naming);
  const settings = resolveSsoOptions(options, names, traits);
  const reasons = baseReasons(names, traits.reasons);
  const reasonsByCode = new Map(
    [...Object.values(reasons), ...Object.values(traits.reasons ?? {})].map((r) => [r.code, r]),
  );
  const codes = pageCodes(names);
  const failed = ssoFailures(naming);
  const logRefusal = refusalLog(names.package, (code) => reasonsByCode.get(code));
  const plainAnswer = plainAnswers(names.prefix);
  const { peerUrl, sessions } = settings;
  const isFirst =
    sessions?.once ??
    once(
      guardStore(
        memoryStore(MAX_SEEN, Date.now, () => {}),
        '',
        1000,
        failed,
      ),
    );
  let made: SsoContext | undefined;

  function context(): SsoContext {
    if (!made) throw new RangeError('There is no plugin yet.');
    return made;
  }

  return {
    ...failed,
    names,
    settings,
    logRefusal,
    plainAnswer,
    refusePlain(exchange, name, reason) {
      logRefusal(exchange, `${names.prefix}_${name}`, reason);
      return plainAnswer(name);
    },
    readForm: (exchange) => readForm(exchange, { logRefusal }),
    connection: (given) => connectionTo(peerUrl, names, resolveConnection(given, names.package), failed, reasons),
    // By their hashes: what the other side makes up has any length, and must not get in another one's way.
    once: (key, ttlMs) => isFirst(sessionIdOf(peerUrl, key), ttlMs),
    endSessions: (who, key, userid) => endSessions(who, context(), key, userid),
    sessionOf: (exchange, identity) => sessionOf(exchange, context(), identity),
    plugin<A>(
      protocol: SsoProtocol<A>,
      credentials: MakeCredentials<A> = (arrival, owner) => new SsoCredentials(arrival, owner),
    ) {
      const { plugin, context: whole } = makePlugin({
        names,
        settings,
        protocol,
        reasons,
        pageCodes: codes,
        userdata: userdataFor(names.short),
        cookies: stateCookies(settings),
        marker: gatewayMarker(settings),
        policyOf: policyOf(settings.policies),
        failures: failed,
        logRefusal,
        plainAnswer,
        errorPage: errorPages({ ...basePages(codes), ...traits.pages }),
        signInOf: (state: SignInState): SignIn => signInOf(state, settings),
        credentialsOf: (arrival) => credentials(arrival as Arrival<A>, settings),
        owner: settings,
        isOwn: (found): found is SsoCredentials => found instanceof SsoCredentials && found.owner === settings,
      });
      made = whole;
      return plugin;
    },
  };
}

/** Where there are no sessions. */
const MAX_SEEN = 100_000;
