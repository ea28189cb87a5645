import type { FaultNumbers, ValidationFault } from './faults.js';
import { errorPage, redirect } from './pages.js';
import type { Reply } from './reply.js';
import { casNamespace, failureXml, successXml } from './responses.js';

/** Makes a bad answer of a good one: `reply` as it is, and `xml` as the XML endpoints would give it. */
type Spoiler = (reply: Reply, xml: Reply, numbers: FaultNumbers) => Reply;

/** One for each fault. */
export function spoilers(loginPath: string): Readonly<Record<ValidationFault, Spoiler>> {
  return {
    slow: (reply, _, { delayMs }) => ({ ...reply, delivery: { how: 'late', delayMs } }),
    'slow-body': (reply, _, { delayMs }) => ({ ...reply, delivery: { how: 'late-body', delayMs } }),
    hang: (reply) => ({ ...reply, delivery: { how: 'never' } }),
    drop: (reply) => ({ ...reply, delivery: { how: 'drop' } }),
    half: (reply) => ({ ...reply, delivery: { how: 'half' } }),
    'status-500': () => errorPage(500, 'A fault', 'This server was told to fail.'),
    'status-503': () => errorPage(503, 'A fault', 'This server was told to be unavailable.'),
    html: () => errorPage(200, 'A fault', 'This server was told to answer with a page.'),
    empty: (reply) => ({ ...reply, body: '' }),
    redirect: () => redirect(302, loginPath),
    cut: (_, xml) => ({ ...xml, body: text(xml).slice(0, text(xml).length / 2) }),
    'broken-xml': edited((xml) => xml.replace('</cas:serviceResponse>', '</cas:serviceAnswer>')),
    'wrong-namespace': edited((xml) => xml.replace(casNamespace, 'http://cas.example.org/not-cas')),
    doctype: edited((xml) => entityBomb + xml.replace(/(<cas:user>|code="\w+">)/, '$1&bomb9;')),
    huge: (_, xml, { bytes }) => ({ ...xml, delivery: { how: 'stream', chunks: padded(text(xml), bytes) } }),
    'bad-utf8': (_, xml) => {
      const [head = '', ...tail] = text(xml).split(/(?<=<cas:user>|code="\w+">)/);
      return { ...xml, body: Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from(tail.join(''))]) };
    },
    'two-outcomes': edited((xml) => withOutcomes(xml, outcomeOf(xml) + outcomeOf(opposite(xml)))),
    'nested-success': edited((xml) => {
      const success = outcomeOf(xml.includes('<cas:user>') ? xml : opposite(xml));
      return withOutcomes(
        failureXml(refusal),
        outcomeOf(failureXml(refusal)).replace(/(?=\t<\/)/, () => success),
      );
    }),
    'internal-error': edited(() => failureXml({ code: 'INTERNAL_ERROR', message: 'This server was told to fail' })),
  };
}

const refusal = { code: 'INVALID_TICKET', message: 'Ticket not recognised' } as const;

/** Ten entities, each ten times the one before it: three gigabytes when expanded. */
const entityBomb = `<!DOCTYPE bomb [
<!ENTITY bomb0 "who">
${Array.from({ length: 9 }, (_, level) => `<!ENTITY bomb${level + 1} "${`&bomb${level};`.repeat(10)}">`).join('\n')}
]>
`;

function edited(edit: (xml: string) => string): Spoiler {
  return (_, xml) => ({ ...xml, body: edit(text(xml)) });
}

function text(reply: Reply): string {
  return reply.body.toString();
}

function outcomeOf(xml: string): string {
  return xml.slice(xml.indexOf('\n') + 1, xml.indexOf('</cas:serviceResponse>'));
}

function withOutcomes(xml: string, outcomes: string): string {
  return xml.replace(outcomeOf(xml), () => outcomes);
}

function opposite(xml: string): string {
  return xml.includes('<cas:user>') ? failureXml(refusal) : successXml({ userid: 'intruder' }, 'elements');
}

/** The same answer behind that many bytes of spaces, which an XML parser has to read through. */
function* padded(xml: string, bytes: number): Generator<string> {
  const start = xml.indexOf('\n') + 1;
  const block = ' '.repeat(64 * 1024);
  yield xml.slice(0, start);
  for (let left = bytes - xml.length; left > 0; left -= block.length) yield block.slice(0, left);
  yield xml.slice(start);
}
