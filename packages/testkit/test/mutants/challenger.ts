import type { Challenger, Reply } from '@who/core';
import { type ChallengerSubject, testChallenger } from '../../src/index.js';
import { SAYS_WHY, saying } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

type Challenge = Challenger['challenge'];

/** Sends people to `/login` and says where they were going. */
const sound: Challenge = (exchange) => {
  if (exchange.path === '/login') return saying(exchange, undefined);
  return {
    status: 302,
    headers: [['Location', `/login?${new URLSearchParams({ came_from: exchange.target })}`]],
    body: 'Sign in first.\n',
  };
};

const basic: Challenge = () => ({ status: 401, headers: [['WWW-Authenticate', 'Basic realm="a"']] });

/** Says which scope is missing when the application answers 403. */
const byScope: Challenge = (exchange, response) => {
  if (response.status !== 403) return sound(exchange, response);
  const scope = (response.header('x-required-scope') ?? '').replace(/[^\w ]/g, '');
  return { status: 403, headers: [['WWW-Authenticate', `Bearer scope="${scope}"`]] };
};

const subject = (challenge: Challenge = sound, parts: Partial<ChallengerSubject> = {}): ChallengerSubject => ({
  create: () => ({ challenge }),
  status: 302,
  declines: { url: '/login' },
  secrets: ['session key'],
  ...parts,
});

const mutant = (
  that: string,
  caughtBy: string,
  challenge: Challenge,
  parts?: Partial<ChallengerSubject>,
): Mutant<ChallengerSubject> => ({ that, caughtBy, subject: subject(challenge, parts) });

/** The sound answer, with something else in it. */
const otherwise =
  (change: (exchange: Parameters<Challenge>[0], response: Parameters<Challenge>[1]) => Partial<Reply>): Challenge =>
  (exchange, response) => {
    const reply = sound(exchange, response) as Reply | undefined;
    return reply && { ...reply, ...change(exchange, response) };
  };

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

let going = '';

export const challenger: MutantTable<ChallengerSubject> = {
  suite: testChallenger,
  sound: [
    subject(),
    subject(basic, { status: 401, declines: undefined }),
    subject(async (...given) => sound(...given), { promises: ['challenge'] }),
    subject(byScope, { examples: [{ responseStatus: 403, status: 403 }], responseHeaders: ['X-Required-Scope'] }),
  ],
  mutants: [
    mutant('cannot challenge', 'has the method of its role', sound, { create: () => ({}) as never }),
    mutant('answers nobody', 'answers with its status', () => undefined),
    mutant(
      'says another status',
      'answers with its status',
      otherwise(() => ({ status: 200 })),
    ),
    mutant('names no scheme', 'names a scheme with every 401', () => ({ status: 401 }), {
      status: 401,
      declines: undefined,
    }),
    mutant(
      'sends back to wherever it was, decoded',
      'sends what stays in its lines, whatever the request says',
      otherwise(({ target }) => ({ headers: [['Location', `/login?came_from=${unescaped(target)}`]] })),
    ),
    mutant(
      'quotes the reason',
      'sends what stays in its lines, whatever the request says',
      otherwise((_, response) => ({
        headers: [['X-Reason', response.header('X-Authorization-Failure-Reason') ?? '']],
      })),
    ),
    mutant(
      'leads to another site',
      'leads to no foreign origin, whatever the request says',
      otherwise(() => ({ headers: [['Location', 'https://evil.example/login']] })),
    ),
    mutant(
      'goes where the path says',
      'leads to no foreign origin, whatever the request says',
      otherwise(({ target }) => ({ headers: [['Location', encodeURI(target.replace(/[\ud800-\udfff]/g, ''))]] })),
    ),
    mutant(
      'writes the reason into its page',
      'writes no markup that the request brought',
      otherwise((_, response) => ({ body: `<p>${response.header('X-Authorization-Failure-Reason')}</p>` })),
    ),
    mutant('takes cookies away', 'changes neither the request nor the response', (exchange, response) => {
      (exchange.headerLines as string[]).push('Cookie', '');
      return sound(exchange, response);
    }),
    mutant('answers by a promise without need', 'answers at once where it promises to', async (...given) =>
      sound(...given),
    ),
    mutant(
      'sends its key',
      'shows no secret in what it sends, prints and logs',
      otherwise(() => ({ body: 'session key' })),
    ),
    mutant('leaves the login page alone without a word', SAYS_WHY, (exchange, response) =>
      exchange.path === '/login' ? undefined : sound(exchange, response),
    ),
    mutant('keeps the path for itself', 'keeps 100 exchanges apart', async (exchange, response) => {
      going = exchange.target;
      await null;
      const reply = await sound(exchange, response);
      return reply && { ...reply, body: going };
    }),
    mutant('answers browsers only', 'works under any classification', (exchange, response) =>
      ['', 'browser'].includes(exchange.classification) ? sound(exchange, response) : undefined,
    ),
    mutant('redirects the login page to itself', 'leaves what it does not answer to the next', () => ({
      status: 302,
      headers: [['Location', '/login']],
    })),
    mutant(
      'quotes what the application asks for, when it forbids',
      'sends what stays in its lines, whatever the request says',
      (exchange, response) =>
        response.status === 403
          ? { status: 403, headers: [['WWW-Authenticate', `Bearer scope="${response.header('x-required-scope')}"`]] }
          : sound(exchange, response),
      { examples: [{ responseStatus: 403, status: 403 }], responseHeaders: ['X-Required-Scope'] },
    ),
  ],
};
