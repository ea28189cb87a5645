import { Credentials, type Exchange, type Explain, type Identifier, WhoError } from '@who/core';
import { type IdentifierSubject, testIdentifier } from '../../src/index.js';
import { reasons, SAYS_WHY, saying } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

class TokenCredentials extends Credentials {
  readonly userid: string;
  readonly token: string;
  constructor(userid: string, token = '') {
    super();
    this.userid = userid;
    this.token = token;
  }
}

const SECRET = 'hunter2';

function find(exchange: Exchange): TokenCredentials | undefined {
  const [userid, token] = (exchange.header('x-token') ?? '').split(' ');
  if (userid && token) return new TokenCredentials(userid, token);
  const remembered = read(exchange);
  return remembered === '' ? undefined : new TokenCredentials(remembered);
}

/** `X-Token: alice hunter2`, remembered in the cookie `who`. */
const sound: Identifier = {
  identify: (exchange) => saying(exchange, find(exchange)),
  remember(exchange, { userid }) {
    if (read(exchange) === userid) return saying(exchange, undefined);
    return [['Set-Cookie', `who=${write(userid)}; Path=/; HttpOnly`]];
  },
  forget: () => [['Set-Cookie', 'who=; Path=/; HttpOnly; Max-Age=0']],
};

const write = (userid: string): string => Buffer.from(userid).toString('base64url');
const read = (exchange: Exchange): string => Buffer.from(exchange.cookie('who') ?? '', 'base64url').toString();

const subject = (parts: Partial<Identifier> = {}): IdentifierSubject => ({
  create: () => ({ ...sound, ...parts }),
  request: (userid) => ({ headers: { 'X-Token': `${userid} ${SECRET}` } }),
  claims: (credentials) => (credentials as TokenCredentials).userid,
  secrets: [SECRET],
  memory: 'own',
  broken: () => ({ ...sound, identify: () => Promise.reject(outage) }),
});

const outage = new WhoError('The session store does not answer.', { code: 'SESSIONS_DOWN', plugin: 'sessions' });

const mutant = (that: string, caughtBy: string, parts: Partial<Identifier>): Mutant<IdentifierSubject> => ({
  that,
  caughtBy,
  subject: subject(parts),
});

const stateless: Partial<Identifier> = {
  remember: (exchange) => saying(exchange, undefined),
  forget: () => [['WWW-Authenticate', 'Token']],
};
let last: Credentials | undefined;

export const identifier: MutantTable<IdentifierSubject> = {
  suite: testIdentifier,
  sound: [
    subject(),
    { ...subject(stateless), memory: 'none' },
    { ...subject({ remember: async (...given) => sound.remember(...given) }), promises: ['remember'] },
    { ...subject(), memory: 'delegated' },
  ],
  mutants: [
    mutant('cannot forget', 'has the methods of its role', { forget: undefined as never }),
    mutant('takes everybody for a guest', 'finds nothing in a request without its credentials', {
      identify: (exchange) => sound.identify(exchange) ?? new TokenCredentials('guest'),
    }),
    mutant('looks into a wrong header', 'finds whose credentials a request carries', {
      identify: (exchange) => (exchange.header('x-tokens') ? sound.identify(exchange) : undefined),
    }),
    mutant(
      'decodes cookies that are no URI component',
      'never throws, and answers in lines, whatever a request holds',
      {
        identify(exchange) {
          decodeURIComponent(exchange.header('x-token') ?? '');
          return sound.identify(exchange);
        },
      },
    ),
    mutant('redirects to where the request says', 'never throws, and answers in lines, whatever a request holds', {
      identify(exchange) {
        const to = decodeURIComponent(exchange.query.get('came_from') ?? '');
        return to === '' ? sound.identify(exchange) : { reply: { status: 302, headers: [['Location', to]] } };
      },
    }),
    mutant('gives credentials that are a plain object', 'finds whose credentials a request carries', {
      identify(exchange) {
        const found = sound.identify(exchange) as TokenCredentials | undefined;
        return found && ({ ...found } as unknown as Credentials);
      },
    }),
    mutant('prints its token', 'shows no secret when anything of it is printed', {
      identify(exchange) {
        const found = sound.identify(exchange) as TokenCredentials | undefined;
        return found && Object.assign(found, { toJSON: () => found.token });
      },
    }),
    mutant('logs the token', 'shows no secret when anything of it is printed', {
      identify(exchange) {
        exchange.logger.debug(`X-Token: ${exchange.header('x-token')}`);
        return sound.identify(exchange);
      },
    }),
    mutant('gives a reason that holds the token', 'shows no secret when anything of it is printed', {
      identify(exchange) {
        const token = exchange.header('x-token') ?? '';
        exchange.explain?.({ code: 'TOKEN', text: 'There is {token}.' }, { token });
        return sound.identify(exchange);
      },
    }),
    mutant(
      'gives reasons that hold what a request does',
      'never throws, and answers in lines, whatever a request holds',
      {
        identify(exchange) {
          exchange.explain?.({ code: 'PATH', text: 'Another path.' }, { path: exchange.headerLines.join() });
          return sound.identify(exchange);
        },
      },
    ),
    mutant('finds nothing without a word', SAYS_WHY, { identify: find }),
    {
      ...mutant('remembers nothing without a word', SAYS_WHY, {}),
      subject: { ...subject({ ...stateless, remember: () => undefined }), memory: 'none' },
    },
    mutant('forgets nothing without a word', SAYS_WHY, { forget: () => [] }),
    mutant('expects that somebody looks on', SAYS_WHY, {
      identify(exchange) {
        (exchange.explain as Explain)(reasons.NOTHING);
        return find(exchange);
      },
    }),
    mutant('finds something only while somebody looks on', SAYS_WHY, {
      identify: (exchange) => (exchange.explain ? sound.identify(exchange) : undefined),
    }),
    mutant('takes the header away', 'changes neither the request nor the identity', {
      identify(exchange) {
        const found = sound.identify(exchange);
        (exchange.headerLines as string[]).length = 0;
        return found;
      },
    }),
    mutant('writes into the identity', 'changes neither the request nor the identity', {
      remember(exchange, identity) {
        (identity as { tokens: readonly string[] }).tokens = ['remembered'];
        return sound.remember(exchange, identity);
      },
    }),
    mutant('answers by a promise without need', 'answers at once where it promises to', {
      identify: async (exchange) => sound.identify(exchange),
    }),
    { ...mutant('remembers what it should not', 'remembers nothing', {}), subject: { ...subject(), memory: 'none' } },
    mutant('sets a cookie that it does not read', 'is found again by the cookie that it set', {
      remember: (_, { userid }) => [['Set-Cookie', `whom=${write(userid)}; Path=/; HttpOnly`]],
    }),
    mutant('sets a cookie for a deeper path', 'is found again by the cookie that it set', {
      remember: (_, { userid }) => [['Set-Cookie', `who=${write(userid)}; Path=/login; HttpOnly`]],
    }),
    mutant('sets its cookie with every response', 'sets no cookie anew as long as nothing has changed', {
      remember: (_, { userid }) => [['Set-Cookie', `who=${write(userid)}; Path=/; HttpOnly`]],
    }),
    mutant('forgets a cookie of another path', 'undoes by forget what remember did', {
      forget: () => [['Set-Cookie', 'who=; Path=/app; Max-Age=0']],
    }),
    mutant('forgets by an empty value alone', 'undoes by forget what remember did', {
      forget: () => [['Set-Cookie', 'who=; Path=/']],
    }),
    mutant('forgets only whom it knows', 'forgets also when it is not known who it was', {
      forget: (exchange, identity) => (identity ? sound.forget(exchange, identity) : undefined),
    }),
    mutant('puts the userid into a header', 'sends headers that stay in their lines, whoever it is', {
      remember: (_, { userid }) => [['X-User', userid]],
    }),
    mutant('puts the userid into a cookie', 'gives a cookie the same attributes, whoever it is', {
      remember: (_, { userid }) => [['Set-Cookie', `who=${userid.replace(/\p{Cc}/gu, '')}; Path=/; HttpOnly`]],
    }),
    mutant('refuses odd names without a code', 'sends headers that stay in their lines, whoever it is', {
      remember(exchange, identity) {
        if (/\W/.test(identity.userid)) throw new TypeError('odd');
        return sound.remember(exchange, identity);
      },
    }),
    {
      ...mutant('keeps the last credentials for itself', 'keeps 100 exchanges apart', {
        async identify(exchange) {
          last = sound.identify(exchange) as Credentials | undefined;
          await null;
          return last;
        },
      }),
    },
    mutant('looks at browsers only', 'works under any classification', {
      identify: (exchange) =>
        ['', 'browser'].includes(exchange.classification) ? sound.identify(exchange) : undefined,
    }),
    {
      ...mutant('takes an outage for nobody', 'fails with a code when its backend is down', {}),
      subject: { ...subject(), broken: () => ({ ...sound, identify: () => undefined }) },
    },
  ],
};
