import { trimmed } from '@who/sso';
import { SaxesParser } from 'saxes';
import { badResponse } from '../errors.js';

/** An element of a parsed document. */
export interface XmlElement {
  /** The name without its prefix. */
  readonly name: string;
  /** The namespace's URI; empty for none. */
  readonly namespace: string;
  /** The value of an attribute without a prefix. */
  readonly attribute: (name: string) => string | undefined;
  /** The namespace that a prefix stands for here: for qualified names inside of attributes and text. */
  readonly resolve: (prefix: string) => string | undefined;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children, without surrounding white space. */
  readonly text: string;
}

/** What a document may have. */
export interface XmlLimits {
  /** @default 2000 */
  readonly maxElements?: number | undefined;
  /** Prefixes that are bound although the document does not say so, with their namespaces. @default none */
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
}

/**
 * Parses a small XML document: well-formed, namespaces bound, no DOCTYPE (so no entities but the five of XML).
 *
 * @throws {WhoError} CAS_BAD_RESPONSE; never with the document in it
 */
export function parseXml(text: string, { maxElements = 2000, prefixes = {} }: XmlLimits = {}): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false, additionalNamespaces: { ...prefixes } });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;

  parser.on('error', () => {
    throw badResponse('it is not well-formed XML');
  });
  parser.on('doctype', () => {
    throw badResponse('it has a DOCTYPE');
  });
  parser.on('opentag', ({ local, uri, attributes, ns }) => {
    if (++elements > maxElements) {
      throw badResponse(`it has more than ${maxElements} elements ("maxResponseBytes" allows more)`);
    }
    if (open.length >= MAX_DEPTH) throw badResponse('it is nested too deep');
    const parent = open.at(-1);
    open.push({
      name: local,
      namespace: uri,
      attribute: (name) => attributes[name]?.value,
      resolve: (prefix) => ns[prefix] ?? parent?.resolve(prefix),
      children: [],
      text: '',
    });
  });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop() as OpenElement;
    element.text = trimmed(element.text);
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });

  parser.write(text).close();
  if (!root) throw badResponse('it is empty');
  return root;
}

/** The text as it stands in an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 16;
