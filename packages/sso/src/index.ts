export { PRIVATE, redirect } from './answers/headers.js';
export { type Html, html, htmlPage, type Page } from './answers/html.js';
export type { PageText } from './answers/pages.js';
export { PLAIN, type PlainAnswer } from './answers/plain.js';
export { type MakeCredentials, type SsoBase, type SsoWords, ssoBase } from './base.js';
export type { FailureName, PlainName, SetUpName, SsoErrorCode, SsoPageCode, SsoPlainCode } from './codes.js';
export { SsoCredentials } from './credentials.js';
export { type Failures, isUnreachable, ssoFailures } from './errors.js';
export type { Ender } from './logout/end-session.js';
export { type LogoutPath, sharedLogout } from './logout/logout.js';
export type { Names, SsoNaming } from './naming.js';
export { type Resolved, type SsoChecks, ssoChecks } from './options/checks.js';
export {
  type ConnectionSettings,
  SSO_CONNECTION_OPTIONS,
  type SsoBody,
  type SsoConnectionOptions,
  type SsoFetch,
  type SsoPiece,
  type SsoRequest,
  type SsoResponse,
} from './options/connection.js';
export type { SsoLogoutOptions } from './options/logout.js';
export { SSO_OPTIONS, type SsoOptions, type SsoSettings, type SsoTraits } from './options/options.js';
export type { SsoAsk, SsoPageOptions, SsoPolicy } from './options/policies.js';
export { checkSecrets, madeUpSecret, type Secrets } from './options/secrets.js';
export type { SsoStateOptions } from './options/state.js';
export { type CircuitBreaker, type CircuitBreakerOptions, circuitBreaker } from './outbound/circuit-breaker.js';
export type { Asker, SsoConnection } from './outbound/connection.js';
export type { Answer, Decode, FetchAnswer, FetchText, Question } from './outbound/fetch-text.js';
export { wholeMatch } from './patterns.js';
export type {
  Accepted,
  Arrival,
  Departure,
  Problem,
  Received,
  Refused,
  SsoProtocol,
  SsoRoute,
  Verdict,
} from './protocol.js';
export { type SsoReasonCode, ssoReasons } from './reasons.js';
export { clauseOf, type LogRefusal, quoted, refusalLog } from './refusals.js';
export { floodGate } from './sessions/flood-gate.js';
export type { GuardedStore } from './sessions/guarded-store.js';
export { memoryStore } from './sessions/memory-store.js';
export { type SessionsSettings, SSO_SESSIONS_OPTIONS, type SsoSessionsOptions } from './sessions/options.js';
export { type Seal, sealFor } from './sessions/sealing.js';
export { sessionIdOf } from './sessions/session-id.js';
export type { SessionKey } from './sessions/session-key.js';
export {
  keeperOf,
  type SessionKeeper,
  type SsoSession,
  type SsoSessions,
  sessionsFor,
  ssoSessions,
} from './sessions/sessions.js';
export type { SsoSessionStore } from './sessions/store.js';
export { type OwnCookie, ownCookie, ownCookieName } from './sign-in/own-cookie.js';
export type { SignIn, SignInMode } from './sign-in/sign-in.js';
export type { SsoPlugin, SsoReturnOptions } from './sso.js';
export { toldOnce } from './told-once.js';
export { homeUrl, isLoopback, isPageLoad, ownUrl, pathIn } from './urls.js';
export { type Userdata, userdataFor } from './userdata.js';
export {
  readXml,
  type XmlDeclaration,
  type XmlElement,
  type XmlParser,
  type XmlParserClass,
  type XmlProblem,
  type XmlRules,
  type XmlTag,
} from './xml/read-xml.js';
export { escapeXml, instantOf, trimmed } from './xml/text.js';
