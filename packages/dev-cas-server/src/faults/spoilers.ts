import type { Answer } from '../answers/dialect.js';
import { type Reply, textReply } from '../http/reply.js';
import { errorPage, redirect } from '../pages/pages.js';
import type { AnswerFault, FaultNumbers } from './faults.js';

/** Makes a bad answer of a good one: `reply` as it is, and `answer` as the endpoints with structure would give it. */
type Spoiler = (reply: Reply, answer: Answer, numbers: FaultNumbers) => Reply;

/** One for each fault. */
export function spoilers(loginPath: string): Readonly<Record<AnswerFault, Spoiler>> {
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
    cut: edited(({ document }) => document.slice(0, document.length / 2)),
    'broken-xml': edited(({ dialect, document }) => dialect.breakUp(document)),
    'wrong-namespace': edited(({ dialect, document }) => dialect.estrange(document)),
    doctype: edited(({ dialect, document }) => dialect.bomb(document)),
    huge: (_, answer, { bytes }) => ({ ...answer.reply, delivery: { how: 'stream', chunks: padded(answer, bytes) } }),
    'bad-utf8': (_, { reply, document, dialect }) => {
      const [head, tail] = cut(document, dialect.beforeText);
      return { ...reply, body: Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from(tail)]) };
    },
    'two-outcomes': edited(({ dialect, outcome, opposite }) => dialect.document([outcome, opposite])),
    'nested-success': edited(({ dialect, success }) => dialect.document([dialect.nest(refusal(dialect), success)])),
    'internal-error': edited(({ dialect }) =>
      dialect.document([dialect.failure({ code: 'INTERNAL_ERROR', message: 'This server was told to fail' })]),
    ),
  };
}

function refusal(dialect: Answer['dialect']): string {
  return dialect.failure({ code: 'INVALID_TICKET', message: 'Ticket not recognised' });
}

function edited(edit: (answer: Answer) => string): Spoiler {
  return (_, answer) => textReply(answer.dialect.contentType, edit(answer));
}

function cut(text: string, at: RegExp): [head: string, tail: string] {
  const index = text.search(at);
  return [text.slice(0, index), text.slice(index)];
}

/** The same answer with that many bytes of spaces in it, which a parser has to read through. */
function* padded({ document, dialect }: Answer, bytes: number): Generator<string> {
  const [head, tail] = cut(document, dialect.beforeSpace);
  const block = ' '.repeat(64 * 1024);
  yield head;
  for (let left = bytes - document.length; left > 0; left -= block.length) yield block.slice(0, left);
  yield tail;
}
