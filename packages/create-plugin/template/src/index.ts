export type { SesameErrorCode } from './errors.js';
export type {
  // #with challenge-decider
  SesameChallengeDeciderOptions,
  // #end
  // #with metadata-cache
  SesameMetadataCacheOptions,
  // #end
  // #with identifier authenticator challenger metadata-provider
  SesameOptions,
  // #end
  // #with request-classifier
  SesameRequestClassifierOptions,
  // #end
} from './options.js';
// #with identifier authenticator challenger metadata-provider
export {
  // #with metadata-provider
  type SesameMetadata,
  // #end
  sesame,
} from './sesame.js';
// #end
// #with challenge-decider
export { sesameChallengeDecider } from './sesame-challenge-decider.js';
// #end
// #with metadata-cache
export { sesameMetadataCache } from './sesame-metadata-cache.js';
// #end
// #with request-classifier
export { sesameRequestClassifier } from './sesame-request-classifier.js';
// #end
