import { readXml, type XmlElement } from '@who/sso';
import { SaxesParser } from 'saxes';
import { malformed } from '../refusal.js';

/** What a document may have. */
export interface XmlLimits {
  /** @default 20000 */
  readonly maxElements?: number | undefined;
  /**
   * Comments, processing instructions and CDATA sections: two readers may disagree about what the text around them is. A
   * file of an operator may have them. @default false
   */
  readonly allowsComments?: boolean | undefined;
}

/**
 * Parses an XML document, strictly, so that all readers see the same in it.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID; never with the document in it
 */
export function parseXml(text: string, { maxElements = 20_000, allowsComments = false }: XmlLimits = {}): XmlElement {
  return readXml(SaxesParser, text, {
    refuse: malformed,
    maxElements,
    maxDepth: MAX_DEPTH,
    allowsComments,
    allowsEncodings: false,
  });
}

const MAX_DEPTH = 32;
