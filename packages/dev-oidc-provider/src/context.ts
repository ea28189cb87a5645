import { type ClientCall, type DevRequest, type PageMaker, type Reply, setBounded } from '@who/dev-server';
import { createOnce, type Once } from './once.js';
import type { ResolvedOptions } from './options.js';
import type { AuthorizationRequest } from './sign-in/request.js';
import { createSessions, type Session, type Sessions } from './sign-in/sessions.js';
import type { Signer } from './tokens/signer.js';

/** A code, and what it is good for. */
export interface Grant {
  readonly request: AuthorizationRequest;
  readonly session: Session;
}

/** A logout that waits for an answer. */
export interface PendingLogout {
  readonly session: Session;
  /** Where the browser goes afterwards. */
  readonly target: string | undefined;
}

/** What an access token is good for. */
export interface Access {
  readonly session: Session;
  readonly scopes: ReadonlySet<string>;
  readonly untilMs: number;
}

/** All that one provider knows. Handlers get it beside the request, and nothing else keeps state. */
export interface ProviderContext {
  readonly issuer: string;
  readonly options: ResolvedOptions;
  readonly page: PageMaker;
  readonly signer: Signer;
  readonly callClient: ClientCall;
  readonly sessions: Sessions;
  /** Requests whose login page is shown. */
  readonly logins: Once<AuthorizationRequest>;
  readonly codes: Once<Grant>;
  readonly logouts: Once<PendingLogout>;
  readonly accesses: AccessTokens;
}

export type Handler = (request: DevRequest, context: ProviderContext) => Reply | Promise<Reply>;

/** Access tokens by their texts. */
export interface AccessTokens {
  add(token: string, access: Access): void;
  find(token: string): Access | undefined;
}

export type Given = Pick<ProviderContext, 'issuer' | 'options' | 'page' | 'signer' | 'callClient'>;

export function createContext(given: Given): ProviderContext {
  const { now } = given.options;
  const accesses = new Map<string, Access>();
  return {
    ...given,
    sessions: createSessions(now),
    logins: createOnce(10 * MINUTE_MS, now),
    codes: createOnce(MINUTE_MS, now),
    logouts: createOnce(10 * MINUTE_MS, now),
    accesses: {
      add: (token, access) => setBounded(accesses, token, access, MAX_TOKENS),
      find(token) {
        const access = accesses.get(token);
        return access && access.untilMs > now() ? access : undefined;
      },
    },
  };
}

const MINUTE_MS = 60_000;
const MAX_TOKENS = 1_000;

/** The cookie that holds the session. */
const SESSION_COOKIE = 'dev_oidc_provider';

/** The session of the browser that asks. */
export function sessionOf(request: DevRequest, { sessions }: ProviderContext): Session | undefined {
  return sessions.find(request.cookie(SESSION_COOKIE));
}

/** `Set-Cookie` for a session, or for none any more. */
export function setSessionCookie(session: Session | undefined): readonly [string, string] {
  const value = session?.id ?? '';
  return ['Set-Cookie', `${SESSION_COOKIE}=${value}; ${session ? '' : 'Max-Age=0; '}Path=/; HttpOnly; SameSite=Lax`];
}
