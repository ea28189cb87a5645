export { type AdapterEngineParts, adapterEngine, backendDown, NamedCredentials } from './adapter/adapter-engine.js';
export type {
  AdapterAbility,
  AdapterSetup,
  AdapterSubject,
  Application,
  ApplicationRequest,
  ApplicationResponse,
  LayerAbove,
} from './adapter/subject.js';
export { testAdapter } from './adapter/suite.js';
export { webStream } from './adapter/web-stream.js';
export { type Clock, fakeClock } from './clock.js';
export { type AuthenticatorSubject, testAuthenticator } from './conformance/authenticator.js';
export {
  type ChallengeDeciderSubject,
  type DeciderExample,
  testChallengeDecider,
} from './conformance/challenge-decider.js';
export { type ChallengerExample, type ChallengerSubject, testChallenger } from './conformance/challenger.js';
export { type IdentifierSubject, testIdentifier } from './conformance/identifier.js';
export { type MetadataCacheSubject, testMetadataCache } from './conformance/metadata-cache.js';
export { type MetadataProviderSubject, testMetadataProvider } from './conformance/metadata-provider.js';
export { type RequestClassifierSubject, testRequestClassifier } from './conformance/request-classifier.js';
export type { Matchers, TestRunner } from './conformance/runner.js';
export type { Scene, Subject } from './conformance/subject.js';
export { testUserBackend, type UserBackendAbility, type UserBackendSubject } from './conformance/user-backend.js';
export { type FakeExchangeOptions, fakeExchange } from './fake-exchange.js';
export { type FakeRequestOptions, fakeRequest } from './fake-request.js';
export { plainRememberer } from './plain-rememberer.js';
export { serve, type TestServer } from './serve.js';
export { signedInAs } from './signed-in-as.js';
export {
  type Page,
  type TestBrowser,
  type TestBrowserOptions,
  testBrowser,
  type VisitOptions,
} from './test-browser.js';
