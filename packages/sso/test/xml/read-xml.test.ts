import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { escapeXml, readXml, trimmed, type XmlElement, type XmlRules } from '../../src/index.js';

class Refusal extends Error {}

const STRICT: XmlRules = {
  refuse: (problem) => new Refusal(problem),
  maxElements: 100,
  maxDepth: 10,
  allowsComments: false,
  allowsEncodings: false,
};

const read = (text: string, rules: Partial<XmlRules> = {}): XmlElement =>
  readXml(SaxesParser, text, { ...STRICT, ...rules });

describe('a document', () => {
  it('has elements with their names, namespaces, attributes and texts', () => {
    const root = read(
      '<?xml version="1.0" encoding="utf-8"?>\n<a:one xmlns:a="urn:a" xmlns="urn:b" x="1"> <two/>\n text &amp; more </a:one>\n',
    );
    expect([root.name, root.namespace, root.text, root.attribute('x')]).toEqual(['one', 'urn:a', 'text & more', '1']);
    expect(root.children.map(({ name, namespace, text }) => [name, namespace, text])).toEqual([['two', 'urn:b', '']]);
  });

  it('has no text of its children in that of an element, and all of its own', () => {
    const root = read('<a>one<b>two</b> three<b/></a>');
    expect([root.text, root.children[0]?.text, root.children.length]).toEqual(['one three', 'two', 2]);
  });

  it('has attributes without a prefix by their names, and all by their local names', () => {
    const root = read('<a xmlns="urn:a" xmlns:p="urn:p" id="1" p:id="2" p:ID="3"/>');
    expect([root.attribute('id'), root.attribute('ID'), root.attribute('p:other')]).toEqual([
      '1',
      undefined,
      undefined,
    ]);
    expect(root.localAttributes).toEqual([
      ['id', '1'],
      ['id', '2'],
      ['ID', '3'],
    ]);
  });

  it.each(['constructor', '__proto__', 'toString'])('has no attribute, prefix or namespace "%s" by itself', (name) => {
    const root = read('<a><b/></a>');
    expect([root.attribute(name), root.resolve(name), root.children[0]?.resolve(name)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('binds prefixes where it says so, the nearest counts, and those that are given', () => {
    const text = '<a xmlns:p="urn:1"><b xmlns:p="urn:2"/><given:c/></a>';
    const [b, c] = read(text, { prefixes: { given: 'urn:given' } }).children;
    expect([b?.resolve('p'), c?.resolve('p'), c?.namespace, c?.resolve('q')]).toEqual([
      'urn:2',
      'urn:1',
      'urn:given',
      undefined,
    ]);
    expect(() => read(text)).toThrow('it is not well-formed XML');
  });
});

/** What one of XML has in it: no halves of characters, no control characters but white space. */
const xmlText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...' \t\n\r<>&"\'ä😀]]>'), fc.integer({ min: 0x20, max: 0x7e }).map(String.fromCharCode)),
  )
  .map((parts) => parts.join(''));

interface Tree {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Tree[];
}

const name = fc.constantFrom('a', 'B', 'c-1', 'd.e', '_f', 'ä');
const leaf = {
  name,
  namespace: fc.constantFrom('', 'urn:one', 'urn:two'),
  attributes: fc.dictionary(name, xmlText, { maxKeys: 3, noNullPrototype: true }),
  text: xmlText,
};
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    ...leaf,
    children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('tree'), { maxLength: 2 })),
  }),
}));

const written = ({ name, namespace, attributes, text, children }: Tree): string => {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name} xmlns="${namespace}"${given.join('')}>${escapeXml(text)}${children.map(written).join('')}</${name}>`;
};

const readable = ({ name, namespace, text, children, localAttributes }: XmlElement): Tree => {
  const attributes = Object.fromEntries(localAttributes);
  return { name, namespace, attributes, text, children: children.map(readable) };
};

/** An element's text is without the white space around it; an attribute's value is whole. */
const trimmedTree = (of: Tree): Tree => ({ ...of, text: trimmed(of.text), children: of.children.map(trimmedTree) });

describe('reading', () => {
  it('gives back what was written, whatever it is', () => {
    fc.assert(
      fc.property(tree, (of) => {
        expect(readable(read(written(of)))).toEqual(trimmedTree(of));
      }),
    );
  });

  it('ends with an element or the error that the rules make, whatever comes', () => {
    const pieces = fc.constantFrom(
      ...'<>/&;"\'= !?[]-a:',
      '<a>',
      '</a>',
      '<a/>',
      'x="1"',
      '&lt;',
      '&#65;',
      '<!--',
      '-->',
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string(),
    );
    const rules = fc.record({ allowsComments: fc.boolean(), allowsEncodings: fc.boolean() });
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((inside) => `<a>${inside}</a>`),
        ),
        rules,
        (document, more) => {
          try {
            expect(read(document, more).name).not.toBe('');
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('of a part of a document is refused, wherever it was cut off', () => {
    fc.assert(
      fc.property(tree, fc.nat(), (of, at) => {
        const whole = written(of);
        expect(() => read(whole.slice(0, at % whole.length))).toThrow(Refusal);
      }),
    );
  });
});

describe('refused is', () => {
  it.each([
    ['nothing', '', 'it is not well-formed XML'],
    ['text', 'alice', 'it is not well-formed XML'],
    ['an element that does not end', '<a><alice></a>', 'it is not well-formed XML'],
    ['a second root', '<a/><alice/>', 'it is not well-formed XML'],
    ['text behind the root', '<a/>alice', 'it is not well-formed XML'],
    ['an attribute twice', '<a alice="1" alice="2"/>', 'it is not well-formed XML'],
    [
      'an attribute twice by two prefixes',
      '<a xmlns:p="urn:a" xmlns:q="urn:a" p:x="1" q:x="alice"/>',
      'it is not well-formed XML',
    ],
    ['a prefix that is not bound', '<alice:a/>', 'it is not well-formed XML'],
    ['an entity that nobody knows', '<a>&alice;</a>', 'it is not well-formed XML'],
    ['a character that is none of XML', '<a>alice&#0;</a>', 'it is not well-formed XML'],
    ['a DOCTYPE', '<!DOCTYPE alice><a/>', 'it has a DOCTYPE'],
    ['a DOCTYPE with an entity', '<!DOCTYPE a [<!ENTITY e "alice">]><a>&e;</a>', 'it has a DOCTYPE'],
    ['a comment', '<a>al<!-- -->ice</a>', 'it has a comment'],
    ['a comment before the root', '<!-- alice --><a/>', 'it has a comment'],
    ['a processing instruction', '<a>al<?x y?>ice</a>', 'it has a processing instruction'],
    ['a CDATA section', '<a><![CDATA[alice]]></a>', 'it has a CDATA section'],
    ['another encoding', '<?xml version="1.0" encoding="utf-7"?><alice/>', 'it is not in UTF-8'],
    ['another version of XML', '<?xml version="1.1"?><alice/>', 'it is not XML 1.0'],
  ])('%s, in words that have nothing of it', (_, text, problem) => {
    expect(() => read(text)).toThrow(new Refusal(problem));
  });

  it('what has more elements than it may, and the words say what can be done', () => {
    const rules = { maxElements: 3, moreElements: 'see "maxElements"' };
    expect(read('<a><b/><c/></a>', rules).children).toHaveLength(2);
    expect(() => read('<a><b/><c/><d/></a>', rules)).toThrow(
      new Refusal('it has more than 3 elements (see "maxElements")'),
    );
    expect(() => read('<a><b/></a>', { maxElements: 1 })).toThrow(new Refusal('it has more than 1 elements'));
  });

  it('what is nested deeper than it may be', () => {
    expect(read('<a><b/><c/></a>', { maxDepth: 2 }).children).toHaveLength(2);
    expect(() => read('<a><b><c/></b></a>', { maxDepth: 2 })).toThrow(new Refusal('it is nested too deep'));
  });
});

describe('allowed may be', () => {
  it('comments and instructions, which are left out, and CDATA sections, which are text', () => {
    const text = '<!-- x --><a>one<!-- x --> <?x y?><![CDATA[<two>]]> &amp; three</a>';
    expect(read(text, { allowsComments: true }).text).toBe('one <two> & three');
  });

  it('other encodings and versions by name, and a DOCTYPE never', () => {
    const rules = { allowsComments: true, allowsEncodings: true };
    expect(read('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>', rules).text).toBe('é');
    expect(() => read('<!DOCTYPE a><a/>', rules)).toThrow(new Refusal('it has a DOCTYPE'));
  });
});
