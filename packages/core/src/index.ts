export { checkOptions, didYouMean, type OptionNames } from './check-options.js';
export { apiAwareRequestClassifier, defaultRequestClassifier } from './classifiers.js';
export { mayHaveTrailers } from './conceal.js';
export { createWho } from './create-who.js';
export { Credentials, PasswordCredentials } from './credentials.js';
export { defaultChallengeDecider, passThroughChallengeDecider } from './deciders.js';
export type { StageEvent, StageName } from './diagnostics.js';
export { badOption, type CoreErrorCode, WhoError, type WhoErrorOptions } from './errors.js';
export { Exchange, type ExchangeSettings, type WhoRequest } from './exchange.js';
export { isToken } from './headers.js';
export { Hidden } from './hidden.js';
export { type Authentication, Identity, type Metadata } from './identity.js';
export type { Logger } from './logger.js';
export { chain, isPromise, type MaybePromise } from './maybe-promise.js';
export { isNavigation } from './navigation.js';
export { isOwnRequest } from './own-request.js';
export type {
  Authenticator,
  ChallengeDecider,
  Challenger,
  Header,
  HeaderList,
  Identification,
  Identifier,
  MetadataProvider,
  Plugin,
  PluginNeeds,
  Reply,
  ReplyMaker,
  RequestClassifier,
  ResponseHead,
  Role,
  Roles,
} from './plugin.js';
export { type PublicUrl, sameOriginUrl } from './public-url.js';
export { responseHead } from './response-head.js';
export { allOf, anyOf, authenticated, hasToken, not, type Predicate, restrict } from './restrict.js';
export { checkSecret } from './secrets.js';
export { badTarget, type Targeted, targetOf } from './target.js';
export type {
  AnyWhoOptions,
  Conclusion,
  Entry,
  LoginResult,
  MetadataOf,
  NamesOf,
  PasswordLogin,
  Plugins,
  Who,
  WhoApi,
  WhoOptions,
} from './who.js';
