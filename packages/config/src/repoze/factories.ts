import { authTkt } from './factories/auth-tkt.js';
import { basicAuth } from './factories/basic-auth.js';
import { cas } from './factories/cas.js';
import { form, friendlyForm, redirectingForm } from './factories/form.js';
import { htpasswd } from './factories/htpasswd.js';
import { metadataCache } from './factories/metadata-cache.js';
import { redirector } from './factories/redirector.js';
import { sqlAuthenticator, sqlMetadata } from './factories/sql.js';
import type { FactoryMapping } from './mapping.js';

/** What we have in the place of Python's factories. */
export const FACTORIES: ReadonlyMap<string, FactoryMapping> = new Map([
  ['repoze.who.plugins.auth_tkt:make_plugin', authTkt],
  ['repoze.who.plugins.basicauth:make_plugin', basicAuth],
  ['repoze.who.plugins.htpasswd:make_plugin', htpasswd],
  ['repoze.who.plugins.redirector:make_plugin', redirector],
  ['repoze.who.plugins.form:make_plugin', form],
  ['repoze.who.plugins.form:make_redirecting_plugin', redirectingForm],
  ['repoze.who.plugins.friendlyform:FriendlyFormPlugin', friendlyForm],
  ['repoze.who.plugins.sql:make_authenticator_plugin', sqlAuthenticator],
  ['repoze.who.plugins.sql:make_metadata_plugin', sqlMetadata],
  ['repoze.who.plugins.cas.main_plugin:make_plugin', cas],
  ['repoze.who.plugins.metadata_cache.memory:make_plugin', metadataCache],
]);

/** The classifier of repoze.who, and ours. */
export const CLASSIFIERS: ReadonlyMap<string, string> = new Map([
  ['repoze.who.classifiers:default_request_classifier', 'defaultRequestClassifier'],
]);

/** Its deciders, and ours. */
export const DECIDERS: ReadonlyMap<string, string> = new Map([
  ['repoze.who.classifiers:default_challenge_decider', 'defaultChallengeDecider'],
  ['repoze.who.classifiers:passthrough_challenge_decider', 'passThroughChallengeDecider'],
]);

/** Our own, which a who.ini may name, too: `@who/core:apiAwareRequestClassifier`. */
export const OWN_FUNCTIONS = {
  request_classifier: ['defaultRequestClassifier', 'apiAwareRequestClassifier'],
  challenge_decider: ['defaultChallengeDecider', 'passThroughChallengeDecider'],
} as const;

/** Of repoze.who.plugins.cas: challenges pages that expressions name. */
export const CAS_DECIDER = 'repoze.who.plugins.cas.challenge_decider:make_plugin';
