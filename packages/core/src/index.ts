export { checkOptions, didYouMean, type OptionNames } from './check-options.js';
export { apiAwareRequestClassifier, defaultRequestClassifier } from './classifiers.js';
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
} from './contract.js';
export { createWho } from './create-who.js';
export { Credentials, PasswordCredentials } from './credentials.js';
export { defaultChallengeDecider, passThroughChallengeDecider } from './deciders.js';
export type { StageEvent, StageName } from './diagnostics.js';
export { badOption, type CoreErrorCode, WhoError, type WhoErrorOptions } from './errors.js';
export { formCutOff, formTooLarge } from './form.js';
export { isToken } from './headers.js';
export { Hidden } from './hidden.js';
export { type Authentication, Identity, type Metadata } from './identity.js';
export type { Logger } from './logger.js';
export { chain, isPromise, type MaybePromise } from './maybe-promise.js';
export { isNavigation } from './navigation.js';
export { isOwnRequest } from './own-request.js';
export { type PublicUrl, sameOriginUrl } from './public-url.js';
export { type Peer, type PeerCertificate, spelling, type WhoRequest } from './request.js';
export { responseHead } from './response-head.js';
export { allOf, anyOf, authenticated, hasToken, not, type Predicate, restrict } from './restrict.js';
export { checkSecret } from './secrets.js';
export { badTarget, isTarget } from './target.js';
export type {
  AnyWhoOptions,
  Entry,
  MetadataOf,
  NamesOf,
  Plugins,
  Who,
  WhoOptions,
} from './who.js';
