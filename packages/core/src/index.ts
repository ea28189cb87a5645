export type {
  Authenticator,
  ChallengeDecider,
  Challenger,
  Conclusion,
  Exchange,
  Header,
  HeaderList,
  Identification,
  Identifier,
  LoginResult,
  MetadataProvider,
  PasswordLogin,
  Plugin,
  PluginNeeds,
  Reply,
  ReplyMaker,
  RequestClassifier,
  ResponseHead,
  Role,
  Roles,
  WhoApi,
  Wrapper,
} from './contract/contract.js';
export { Credentials, PasswordCredentials } from './contract/credentials.js';
export { badOption, type CoreErrorCode, WhoError, type WhoErrorOptions } from './contract/errors.js';
export { Hidden } from './contract/hidden.js';
export { type Authentication, Identity, type Metadata } from './contract/identity.js';
export type { Logger } from './contract/logger.js';
export { chain, isPromise, type MaybePromise } from './contract/maybe-promise.js';
export { type Explain, type Facts, type Reason, reasonsOf } from './contract/reason.js';
export { refusalCodeOf, type SignInRefusalCode, signInRefusal } from './contract/refusal.js';
export { type Peer, type PeerCertificate, spelling, type WhoRequest } from './contract/request.js';
export type { AnyWhoOptions, Entry, MetadataOf, NamesOf, Plugins, Who, WhoOptions } from './contract/who.js';
export { createWho } from './engine/create-who.js';
export type { CallEvent, GivenReason, ResponseEvent, StageEvent, StageName } from './engine/diagnostics.js';
export { stageNames } from './engine/diagnostics.js';
export { isToken } from './engine/headers.js';
export { responseHead } from './engine/response-head.js';
export { checkOptions, didYouMean, type OptionNames } from './factories/check-options.js';
export { apiAwareRequestClassifier, defaultRequestClassifier } from './policies/classifiers.js';
export { defaultChallengeDecider, passThroughChallengeDecider } from './policies/deciders.js';
export { allOf, anyOf, authenticated, hasToken, not, type Predicate, restrict } from './policies/restrict.js';
export { bodyUsed, formCutOff, formTooLarge } from './reading/form.js';
export { isNavigation } from './reading/navigation.js';
export { isOwnRequest } from './reading/own-request.js';
export { type PublicUrl, parseUrl, sameOriginUrl } from './reading/public-url.js';
export { SocketPeer, socketPeer } from './reading/socket-peer.js';
export { badTarget, isTarget } from './reading/target.js';
