/** Numbers that look random, and are the same each time: a mutation that was found can be found again. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;
type Mutation = (xml: string, random: Random, others: readonly string[]) => string;

/** Changes a message in one to four ways, each one that an attacker would try, or an accident. */
export function mutated(xml: string, random: Random, others: readonly string[]): string {
  let result = xml;
  for (let i = random(4); i >= 0; i--) {
    const mutation = MUTATIONS[random(MUTATIONS.length)] as Mutation;
    result = mutation(result, random, others);
  }
  return result;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the elements of a document are, whatever has become of it. */
function elementsOf(xml: string): readonly Range[] {
  const ranges: Range[] = [];
  const open: { name: string; start: number }[] = [];
  for (const match of xml.matchAll(/<(\/?)([\w:.-]+)[^<>]*?(\/?)>/g)) {
    const [whole, closing, name = '', empty] = match;
    const end = match.index + whole.length;
    if (empty) ranges.push({ start: match.index, end });
    else if (!closing) open.push({ name, start: match.index });
    else {
      const last = open.findLastIndex((one) => one.name === name);
      if (last >= 0) ranges.push({ start: (open[last] as Range & { name: string }).start, end });
      open.length = Math.max(last, 0);
    }
  }
  return ranges;
}

function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[random(Math.max(1, list.length))];
}

function element(xml: string, random: Random): Range {
  return pick(elementsOf(xml), random) ?? { start: 0, end: xml.length };
}

const splice = (xml: string, { start, end }: Range, by: string): string => xml.slice(0, start) + by + xml.slice(end);
const at = (position: number): Range => ({ start: position, end: position });

/** The place of one of all that match. */
function place(xml: string, pattern: RegExp, random: Random): Range | undefined {
  const found = pick([...xml.matchAll(pattern)], random);
  return found && { start: found.index, end: found.index + found[0].length };
}

function replaced(pattern: RegExp, by: (text: string, random: Random) => string): Mutation {
  return (xml, random) => {
    const range = place(xml, pattern, random);
    return range ? splice(xml, range, by(xml.slice(range.start, range.end), random)) : xml;
  };
}

const MUTATIONS: readonly Mutation[] = [
  // Bytes.
  (xml, random) => splice(xml, { ...at(random(xml.length)), end: random(xml.length) }, ''),
  (xml, random) => splice(xml, at(random(xml.length)), String.fromCharCode(random(0x250))),
  (xml, random) => {
    const start = random(xml.length);
    return splice(xml, { start, end: start + 1 }, String.fromCharCode(32 + random(95)));
  },
  // Elements: taken out, doubled, moved, wrapped, emptied, of another message.
  (xml, random) => splice(xml, element(xml, random), ''),
  (xml, random) => {
    const { start, end } = element(xml, random);
    return splice(xml, at(pick([start, end], random) as number), xml.slice(start, end));
  },
  (xml, random) => {
    const range = element(xml, random);
    const rest = splice(xml, range, '');
    return splice(rest, at(element(rest, random).end), xml.slice(range.start, range.end));
  },
  (xml, random) => {
    const range = element(xml, random);
    const by = xml.slice(range.start, range.end);
    return splice(xml, at(element(xml, random).start), by);
  },
  (xml, random) => {
    const range = element(xml, random);
    const tag = pick(WRAPPERS, random) as string;
    return splice(xml, range, `<${tag}>${xml.slice(range.start, range.end)}</${tag.split(' ')[0]}>`);
  },
  (xml, random, others) => {
    const other = pick(others, random) ?? '';
    const range = element(other, random);
    return splice(xml, element(xml, random), other.slice(range.start, range.end));
  },
  (xml, random, others) => {
    const other = pick(others, random) ?? '';
    const range = element(other, random);
    return splice(xml, at(element(xml, random).start), other.slice(range.start, range.end));
  },
  // Names, values, identifiers, algorithms.
  replaced(/alice/g, () => 'mallory'),
  replaced(/>[^<>]+</g, (text, random) => `>${pick(TEXTS, random)}${random(2) ? text.slice(1, -1) : ''}<`),
  replaced(/="[^"]*"/g, (_, random) => `="${pick(TEXTS, random)}"`),
  replaced(/ [\w:]+="[^"]*"/g, () => ''),
  replaced(/(?<=<\/?)[\w:]+/g, (_, random) => pick(NAMES, random) as string),
  replaced(/(?<= (?:ID|URI|InResponseTo)=")[^"]*/g, (_, random) => pick(IDS, random) as string),
  replaced(/(?<=Algorithm=")[^"]*/g, (_, random) => pick(ALGORITHMS, random) as string),
  replaced(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (_, random) => pick(TIMES, random) as string),
  replaced(/xmlns(?::\w+)?="[^"]*"/g, (_, random) => pick(NAMESPACES, random) as string),
  // What readers may understand in two ways.
  (xml, random) => splice(xml, at(random(xml.length)), pick(CONFUSIONS, random) as string),
  replaced(/(?<=[\w@.])[\w@.]/g, (text, random) => `${pick(CONFUSIONS, random)}${text}`),
];

const WRAPPERS = [
  'saml:Advice',
  'samlp:Extensions',
  'ds:Object',
  'saml:Assertion ID="_x"',
  'samlp:Response',
  'saml:EncryptedAssertion',
  'a xmlns="urn:x"',
];
const TEXTS = ['mallory@example.org', '', ' ', 'urn:x', '&lt;', '&#0;', '&#x6d;', '1', 'true', '#', '../', '\u{1f600}'];
const NAMES = [
  'saml:Assertion',
  'samlp:Response',
  'saml:NameID',
  'ds:Signature',
  'ds:Object',
  'x',
  'saml:Advice',
  'x:y',
];
const IDS = ['', '#', '_genuine', '#_genuine', '_evil', '#_evil', '_request', "_'", '#xpointer(/)'];
const ALGORITHMS = [
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  'http://www.w3.org/2000/09/xmldsig#sha1',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'none',
  '',
];
const TIMES = ['2000-01-01T00:00:00Z', '2099-01-01T00:00:00Z', '', '2026', '-1'];
const NAMESPACES = [
  'xmlns="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns:saml="urn:x"',
  'xmlns:saml="urn:oasis:names:tc:SAML:2.0:protocol"',
  'xmlns:ds="urn:x"',
  'xmlns=""',
];
const CONFUSIONS = [
  '<!---->',
  '<?x?>',
  '<![CDATA[]]>',
  '<!DOCTYPE x>',
  '&x;',
  '&#13;',
  '\r\n',
  '\ufeff',
  '\u0000',
  '<x/>',
];
