import { trimmed } from './text.js';

/** An element of a document. */
export interface XmlElement {
  /** The name without its prefix. */
  readonly name: string;
  /** The namespace's URI; empty for none. */
  readonly namespace: string;
  /** The value of an attribute without a prefix. */
  readonly attribute: (name: string) => string | undefined;
  /** Attributes by their local names, those with a prefix too: what somebody might take for an identifier. */
  readonly localAttributes: readonly (readonly [name: string, value: string])[];
  /** The namespace that a prefix stands for here: for qualified names inside of attributes and text. */
  readonly resolve: (prefix: string) => string | undefined;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children, without surrounding white space. */
  readonly text: string;
}

/** Which documents are read, and how the others are refused. */
export interface XmlRules {
  /** Makes the error. Its text is the end of a sentence, without anything of the document. */
  readonly refuse: (problem: string) => Error;
  readonly maxElements: number;
  /** What an operator can do about more of them, in brackets. @default nothing */
  readonly moreElements?: string | undefined;
  /** How many elements may stand inside of each other. */
  readonly maxDepth: number;
  /**
   * Whether there may be comments, processing instructions and CDATA sections: two readers may disagree about what the
   * text around them is. Never in what is signed.
   */
  readonly allowsComments: boolean;
  /** Whether the document may call itself anything but XML 1.0 in UTF-8: where somebody has looked at that before. */
  readonly allowsEncodings: boolean;
  /** Prefixes that are bound although the document does not say so, with their namespaces. @default none */
  readonly prefixes?: Readonly<Record<string, string>> | undefined;
}

/** `SaxesParser` of the package saxes (6), or what does the same: so who speaks no XML has none installed. */
export type XmlParserClass = new (options: {
  xmlns: true;
  position: false;
  additionalNamespaces: Record<string, string>;
}) => XmlParser;

/** What is used of it. */
export interface XmlParser {
  on(event: XmlProblem | 'closetag', handler: () => void): void;
  on(event: 'text' | 'cdata', handler: (text: string) => void): void;
  on(event: 'xmldecl', handler: (declaration: XmlDeclaration) => void): void;
  on(event: 'opentag', handler: (tag: XmlTag) => void): void;
  write(text: string): { close(): unknown };
}

/** What there must not be, or not everywhere. */
export type XmlProblem = 'error' | 'doctype' | 'comment' | 'processinginstruction' | 'cdata';

/** The first line of a document. */
export interface XmlDeclaration {
  readonly encoding?: string | undefined;
  readonly version?: string | undefined;
}

/** How an element begins. */
export interface XmlTag {
  readonly local: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, { local: string; prefix: string; value: string }>>;
  /** Namespaces that are bound here, by their prefixes. */
  readonly ns: Readonly<Record<string, string>>;
}

/**
 * Reads a document whole: well-formed, namespaces bound, no DOCTYPE (so no entities but the five of XML), within limits.
 *
 * @throws what `refuse` makes
 * @example
 * const passIn = (Parser: XmlParserClass, text: string): string => {
 *   const refuse = (problem: string): Error => new Error(`The answer cannot be used: ${problem}.`);
 *   const limits = { maxElements: 100, maxDepth: 10, allowsComments: false, allowsEncodings: false };
 *   return readXml(Parser, text, { refuse, ...limits }).text;
 * };
 */
export function readXml(Parser: XmlParserClass, text: string, rules: XmlRules): XmlElement {
  const { refuse, maxElements, maxDepth } = rules;
  const parser = new Parser({ xmlns: true, position: false, additionalNamespaces: { ...rules.prefixes } });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;

  const refuseAt = (event: XmlProblem, problem: string): void =>
    parser.on(event, () => {
      throw refuse(problem);
    });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element) element.text += part;
  };

  refuseAt('error', 'it is not well-formed XML');
  refuseAt('doctype', 'it has a DOCTYPE');
  if (!rules.allowsEncodings) parser.on('xmldecl', (declaration) => checkDeclaration(declaration, refuse));
  if (rules.allowsComments) {
    parser.on('cdata', addText);
  } else {
    refuseAt('comment', 'it has a comment');
    refuseAt('processinginstruction', 'it has a processing instruction');
    refuseAt('cdata', 'it has a CDATA section');
  }
  parser.on('text', addText);
  parser.on('opentag', ({ local, uri, attributes, ns }) => {
    if (++elements > maxElements) throw refuse(`it has more than ${maxElements} elements${moreOf(rules)}`);
    if (open.length >= maxDepth) throw refuse('it is nested too deep');
    const parent = open.at(-1);
    open.push({
      name: local,
      namespace: uri,
      attribute: (name) => attributes[name]?.value,
      get localAttributes() {
        const given = Object.values(attributes).filter((one) => !isDeclaration(one));
        return given.map(({ local: name, value }): [string, string] => [name, value]);
      },
      resolve: (prefix) => ns[prefix] ?? parent?.resolve(prefix),
      children: [],
      text: '',
    });
  });
  parser.on('closetag', () => {
    const element = open.pop() as OpenElement;
    element.text = trimmed(element.text);
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });

  parser.write(text).close();
  if (!root) throw refuse('it is empty');
  return root;
}

/** Of a namespace: `xmlns:x`, or `xmlns`. */
const isDeclaration = ({ prefix, local }: { readonly prefix: string; readonly local: string }): boolean =>
  (prefix || local) === 'xmlns';

function checkDeclaration({ encoding, version }: XmlDeclaration, refuse: XmlRules['refuse']): void {
  if (encoding !== undefined && !/^utf-8$/i.test(encoding)) throw refuse('it is not in UTF-8');
  if (version !== undefined && version !== '1.0') throw refuse('it is not XML 1.0');
}

const moreOf = ({ moreElements }: XmlRules): string => (moreElements === undefined ? '' : ` (${moreElements})`);

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}
