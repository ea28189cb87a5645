import { trimmed } from '@who/sso';
import { SaxesParser } from 'saxes';
import { malformed } from '../refusal.js';

/** An element of a parsed document. */
export interface XmlElement {
  /** The name without its prefix. */
  readonly name: string;
  /** The namespace's URI; empty for none. */
  readonly namespace: string;
  /** The value of an attribute without a prefix. */
  readonly attribute: (name: string) => string | undefined;
  /** Attributes by their local names, those with a prefix too: what somebody might take for an identifier. */
  readonly localAttributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children, without surrounding white space. */
  readonly text: string;
}

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
 * Parses an XML document: well-formed, namespaces bound, no DOCTYPE (so no entities but the five of XML), UTF-8.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID; never with the document in it
 */
export function parseXml(text: string, { maxElements = 20_000, allowsComments = false }: XmlLimits = {}): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;

  parser.on('error', () => {
    throw malformed('it is not well-formed XML');
  });
  parser.on('xmldecl', ({ encoding, version }) => {
    if (encoding !== undefined && !/^utf-8$/i.test(encoding)) throw malformed('it is not in UTF-8');
    if (version !== undefined && version !== '1.0') throw malformed('it is not XML 1.0');
  });
  parser.on('doctype', () => {
    throw malformed('it has a DOCTYPE');
  });
  if (!allowsComments) {
    parser.on('comment', () => {
      throw malformed('it has a comment');
    });
    parser.on('processinginstruction', () => {
      throw malformed('it has a processing instruction');
    });
  }
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (++elements > maxElements) throw malformed(`it has more than ${maxElements} elements`);
    if (open.length >= MAX_DEPTH) throw malformed('it is nested too deep');
    const all = Object.values(attributes);
    open.push({
      name: local,
      namespace: uri,
      attribute: (name) => attributes[name]?.value,
      localAttributes: all.filter(({ prefix }) => prefix !== 'xmlns').map((given) => [given.local, given.value]),
      children: [],
      text: '',
    });
  });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', (part) => {
    if (!allowsComments) throw malformed('it has a CDATA section');
    addText(part);
  });
  parser.on('closetag', () => {
    const element = open.pop() as OpenElement;
    element.text = trimmed(element.text);
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });

  parser.write(text).close();
  if (!root) throw malformed('it is empty');
  return root;
}

/** The text as it stands in an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 32;
