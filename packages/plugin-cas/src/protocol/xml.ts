import { readXml, type XmlElement } from '@who/sso';
import { SaxesParser } from 'saxes';
import { badResponse } from '../errors.js';

/** What a document may have. */
export interface XmlLimits {
  /** @default 2000 */
  readonly maxElements?: number | undefined;
  /** Prefixes that are bound although the document does not say so, with their namespaces. @default none */
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
}

/**
 * Parses a small XML document, strictly. Nothing in it is signed, and how it is encoded was looked at before.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE; never with the document in it
 */
export function parseXml(text: string, { maxElements = 2000, prefixes }: XmlLimits = {}): XmlElement {
  return readXml(SaxesParser, text, { ...RULES, maxElements, prefixes });
}

const RULES = {
  refuse: badResponse,
  moreElements: '"maxResponseBytes" allows more',
  maxDepth: 16,
  allowsComments: true,
  allowsEncodings: true,
} as const;
