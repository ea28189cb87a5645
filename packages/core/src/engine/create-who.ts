import type { MetadataProvider, WhoApi } from '../contract/contract.js';
import { badOption, coreError } from '../contract/errors.js';
import { defaultLogger } from '../contract/logger.js';
import type { WhoRequest } from '../contract/request.js';
import type { AnyWhoOptions, Entry, MetadataOf, NamesOf, Plugins, Who, WhoOptions } from '../contract/who.js';
import { checkOptions, type OptionNames } from '../factories/check-options.js';
import { defaultRequestClassifier, isPlainClassifier } from '../policies/classifiers.js';
import { defaultChallengeDecider } from '../policies/deciders.js';
import { parsePublicUrl } from '../reading/public-url.js';
import { doubts } from './doubts.js';
import { type ExchangeSettings, RequestExchange } from './exchange.js';
import { Journey, journeyOf } from './journey.js';
import { lineups, type Orders, ROLES, registered, verifyRegistry } from './registry.js';
import type { Route } from './stages.js';

/**
 * Puts an engine together and verifies every part of it.
 *
 * @throws {WhoError} BAD_OPTION, BAD_PLUGIN
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *     users: htpasswd({ file: 'users.htpasswd' }),
 *     login: redirector({ loginUrl: '/login' }),
 *   },
 *   identifiers: ['ticket'],
 *   authenticators: ['ticket', 'users'],
 *   challengers: ['login'],
 * });
 */
export function createWho<
  const P extends Plugins,
  const O extends readonly Entry<NamesOf<P, MetadataProvider<object>>>[] = [],
>(options: WhoOptions<P, O>): Who<MetadataOf<P, O>> {
  checkOptions('@who/core', options, OPTIONS);
  const { requestClassifier: classifier = defaultRequestClassifier } = options;
  const classifyLate = isPlainClassifier(classifier) ? classifier : undefined;
  const settings = { ...resolveSettings(options), classifyLate };
  const orders: Orders = {
    identifier: options.identifiers ?? [],
    authenticator: options.authenticators ?? [],
    challenger: options.challengers ?? [],
    metadataProvider: options.metadataProviders ?? [],
  };
  verifyRegistry(settings.plugins, orders);
  const isLimited = ROLES.some((role) => orders[role].some((entry) => typeof entry !== 'string'));
  for (const doubt of doubts(settings.plugins, orders)) settings.logger.warn(`[@who/core] ${doubt}`);

  const route: Route = {
    classifier,
    classifiesLate: classifyLate !== undefined && !isLimited,
    decider: options.challengeDecider ?? defaultChallengeDecider,
    lineup: lineups(settings.plugins, orders),
    metadataProviders: registered('metadataProvider', settings.plugins, orders),
    challengeAll: settings.challengeRequests === 'all',
  };
  return {
    options: Object.freeze({ ...options }),
    api(request, remoteUser) {
      const journey = journeyOf(request, route) ?? new Journey(new RequestExchange(adapted(request), settings), route);
      if (remoteUser !== undefined) journey.takeRemoteUser(remoteUser);
      return journey as WhoApi as WhoApi<MetadataOf<P, O>>;
    },
  };
}

/** What plain JavaScript hands over may be the request of a server. */
function adapted(request: WhoRequest): WhoRequest {
  if (typeof request.peekBody === 'function') return request;
  throw coreError('NOT_ADAPTED', 'Give who.api() a request as adapters make it, by nodeRequest(req) of @who/connect.');
}

const OPTIONS: OptionNames<AnyWhoOptions> = {
  publicUrl: true,
  plugins: true,
  identifiers: true,
  authenticators: true,
  challengers: true,
  metadataProviders: true,
  requestClassifier: true,
  challengeDecider: true,
  challengeRequests: true,
  maxFormBytes: true,
  logger: true,
  now: true,
};

type Given = Pick<AnyWhoOptions, 'publicUrl' | 'plugins' | 'challengeRequests' | 'maxFormBytes' | 'logger' | 'now'>;

function resolveSettings(options: Given): ExchangeSettings & { challengeRequests: 'navigations' | 'all' } {
  const { publicUrl, maxFormBytes = 65_536, logger = defaultLogger, now = Date.now } = options;
  const { plugins, challengeRequests = 'navigations' } = options;
  if (typeof plugins !== 'object' || plugins === null) {
    throw badOption('@who/core', 'plugins', 'must be an object of plugins by name.');
  }
  if (challengeRequests !== 'navigations' && challengeRequests !== 'all') {
    throw badOption('@who/core', 'challengeRequests', 'must be "navigations" or "all".');
  }
  const publicUrls = ([publicUrl].flat() as readonly string[]).map(parsePublicUrl);
  if (publicUrls.length === 0) throw badOption('@who/core', 'publicUrl', 'must name at least one URL.');
  if (!Number.isSafeInteger(maxFormBytes) || maxFormBytes < 1) {
    throw badOption('@who/core', 'maxFormBytes', 'must be a positive number of bytes.');
  }
  return { plugins: new Map(Object.entries(plugins)), publicUrls, maxFormBytes, logger, now, challengeRequests };
}
