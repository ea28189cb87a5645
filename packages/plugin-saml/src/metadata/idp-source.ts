import { chain, type Exchange, type MaybePromise } from '@who/core';
import { type TextSource, watchedTexts } from '@who/secrets';
import type { XmlElement } from '@who/sso';
import type { LegacyAlgorithm } from '../answer/algorithms.js';
import { PACKAGE } from '../naming.js';
import { SamlRefusal } from '../refusal.js';
import { signedDocument } from '../xml/signed.js';
import { parseXml } from '../xml/xml.js';
import { type IdpMetadata, readMetadata } from './read-metadata.js';

/** The identity provider, as its metadata has it by now. */
export interface IdpSource {
  /** @throws what `unavailable` makes, where there is none that counts */
  get(exchange: Pick<Exchange, 'now' | 'logger'>): MaybePromise<IdpMetadata>;
  /**
   * Asks once more, for somebody who has met a key that is not known.
   *
   * @returns nothing where that was done a short while ago, or can never change
   */
  renew(exchange: Pick<Exchange, 'now' | 'logger'>): Promise<void> | undefined;
}

export interface IdpSourceOptions {
  readonly source: TextSource;
  readonly entityId: string | undefined;
  /** Who has to have signed it; none: nobody. */
  readonly signers: readonly string[];
  readonly legacy: ReadonlySet<LegacyAlgorithm>;
  readonly reloadSeconds: number;
  readonly unavailable: (reason: string) => Error;
}

/** @throws {Error} where a file cannot be read or used at once */
export function idpSource(options: IdpSourceOptions): IdpSource {
  const { source, entityId, reloadSeconds, unavailable } = options;
  const texts = watchedTexts({
    sources: [source],
    make: ([text = '']) => inWords(() => readMetadata(documentOf(text, options), entityId)),
    reloadSeconds,
    plugin: PACKAGE,
    unavailable,
  });

  function stillGood(metadata: IdpMetadata, nowMs: number): IdpMetadata {
    const { validUntilMs } = metadata;
    if (validUntilMs === undefined || nowMs < validUntilMs) return metadata;
    throw unavailable(`It was good until ${new Date(validUntilMs).toISOString()}.`);
  }

  return {
    get(exchange) {
      const { logger } = exchange;
      return chain(texts.get(exchange.now(), logger), (metadata) => {
        const { validUntilMs } = metadata;
        const isOver = validUntilMs !== undefined && exchange.now() >= validUntilMs;
        const renewed = isOver ? texts.renew(exchange.now(), logger) : undefined;
        if (!renewed) return stillGood(metadata, exchange.now());
        const fresh = renewed.then(() => texts.get(exchange.now(), logger));
        return fresh.then((found) => stillGood(found, exchange.now()));
      });
    },
    renew: (exchange) => texts.renew(exchange.now(), exchange.logger),
  };
}

function documentOf(text: string, { signers, legacy }: IdpSourceOptions): XmlElement {
  const limits = { allowsComments: true, maxElements: MAX_ELEMENTS };
  const xml = text.replace(/^\ufeff/, '');
  return signers.length > 0 ? signedDocument(xml, { certificates: signers, legacy, ...limits }) : parseXml(xml, limits);
}

/** What is wrong with it, in words for operators. */
function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error;
    throw new Error(`The metadata cannot be used: ${String(error.facts['problem'] ?? 'its signature is of others')}.`);
  }
}

const MAX_ELEMENTS = 200_000;
