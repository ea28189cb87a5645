import { createRequire } from 'node:module';

/** A document as xml-crypto knows it. */
export interface DomDocument {
  readonly documentElement: DomNode;
}

export interface DomNode {
  readonly localName?: string | null | undefined;
  readonly namespaceURI?: string | null | undefined;
  readonly childNodes: ArrayLike<DomNode>;
}

/** Required, not imported: its types would bring those of browsers along, for all who see ours. */
const { DOMParser } = createRequire(import.meta.url)('@xmldom/xmldom') as {
  readonly DOMParser: new () => { parseFromString(xml: string, type: string): DomDocument };
};

/** Parses what has been looked at before. */
export function parseDom(xml: string): DomDocument {
  return new DOMParser().parseFromString(xml, 'text/xml');
}
