import type { GivenReason } from '@who/core';
import { describe, expect, it } from 'vitest';
import { type Journey, journeyText, type Step, stationsOf, verdictOf, winnerOf } from '../src/index.js';
import { reasonHint, reasonText } from '../src/journey/words.js';
import { traced } from './support.js';

const said = (code: string, text: string, hint?: string, facts?: GivenReason['facts']): GivenReason => ({
  code,
  text,
  hint,
  facts,
});

function step(stage: Step['stage'], plugin: string, outcome: Step['outcome'], more: Partial<Step> = {}): Step {
  return { stage, plugin, outcome, reasons: [], atMs: 0, durationMs: 1, code: undefined, steps: [], ...more };
}

function journey(steps: readonly Step[], more: Partial<Journey> = {}): Journey {
  const about = { id: 1, method: 'GET', path: '/', startedMs: 0, durationMs: 1, classification: 'browser', omitted: 0 };
  return { ...about, status: 200, userid: undefined, code: undefined, isChallenged: false, steps, ...more };
}

const classify = step('classify', 'requestClassifier', 'answered');
const timedOut = said(
  'TICKET_TIMED_OUT',
  'The ticket in cookie {cookie} timed out {seconds} s ago.',
  'Sign in again.',
  {
    cookie: 'auth_tkt',
    seconds: 340,
  },
);
const noHeader = said('BASIC_NO_HEADER', 'There is no header.');

describe('the verdict', () => {
  it.each<[string, Partial<Journey> & { steps: readonly Step[] }, string, string | undefined]>([
    [
      'takes the reason about which something can be done',
      {
        steps: [
          classify,
          step('identify', 'basic', 'none', { reasons: [noHeader] }),
          step('identify', 'ticket', 'none', { reasons: [timedOut] }),
        ],
      },
      'Nobody is signed in, because the ticket in cookie auth_tkt timed out 340 s ago.',
      'Sign in again.',
    ],
    [
      'does not make much of what most requests do not have',
      {
        steps: [
          classify,
          step('identify', 'ticket', 'none', { reasons: [said('NO_COOKIE', 'There is no cookie.')] }),
          step('identify', 'basic', 'none', { reasons: [noHeader] }),
        ],
      },
      'Nobody is signed in, because the request has nothing that ticket or basic could use.',
      undefined,
    ],
    [
      'believes authenticators before identifiers',
      {
        steps: [
          classify,
          step('identify', 'ticket', 'none', { reasons: [timedOut] }),
          step('identify', 'basic', 'answered'),
          step('authenticate', 'ticket', 'none', {
            reasons: [said('TICKET_OTHER_CREDENTIALS', 'These are no ticket.')],
          }),
          step('authenticate', 'users', 'none', {
            reasons: [said('WRONG', 'CAS refuses {what}.', undefined, { what: 'it' })],
          }),
        ],
      },
      'Nobody is signed in: CAS refuses it.',
      undefined,
    ],
    [
      'says which authenticators did not accept, where none says why',
      {
        steps: [
          classify,
          step('identify', 'basic', 'answered'),
          step('authenticate', 'users', 'none'),
          step('authenticate', 'more', 'none'),
        ],
      },
      'Nobody is signed in, because users and more did not accept what was given.',
      undefined,
    ],
    [
      'takes the last login before the request itself',
      {
        steps: [
          classify,
          step('identify', 'form', 'answered'),
          step('reply', 'identifier', 'answered', {
            steps: [
              step('login', '', 'none', {
                steps: [step('authenticate', 'users', 'none', { reasons: [said('WRONG', 'The password is wrong.')] })],
              }),
            ],
          }),
        ],
        status: 401,
      },
      'Nobody has been signed in, because the password is wrong.',
      undefined,
    ],
    [
      'tells of a failure that a login form has caught',
      {
        steps: [
          classify,
          step('reply', 'identifier', 'answered', {
            steps: [
              step('login', '', 'failed', { steps: [step('authenticate', 'ldap', 'failed', { code: 'LDAP_DOWN' })] }),
            ],
          }),
        ],
        status: 503,
      },
      'Nobody has been signed in, because ldap failed (LDAP_DOWN).',
      'The log of the application has more about LDAP_DOWN.',
    ],
    [
      'names who answers in the place of the application',
      {
        steps: [
          classify,
          step('identify', 'cas', 'answered'),
          step('identify', 'ticket', 'none', { reasons: [noHeader] }),
          step('reply', 'identifier', 'answered'),
        ],
        status: 302,
      },
      'Nobody is signed in yet: cas answered in the place of the application.',
      undefined,
    ],
    [
      'tells of who is on the way to sign in',
      {
        steps: [
          classify,
          step('identify', 'cas', 'answered', { reasons: [said('CAS_SENT', 'The browser is sent to CAS.', 'Look.')] }),
          step('reply', 'identifier', 'answered'),
        ],
        status: 302,
      },
      'Nobody is signed in yet. The browser is sent to CAS.',
      'Look.',
    ],
    [
      'says that nobody was asked',
      { steps: [classify] },
      'Nobody is signed in, because no identifier was asked.',
      undefined,
    ],
    [
      'puts an error that ended the request before all else',
      {
        steps: [
          classify,
          step('identify', 'basic', 'answered'),
          step('authenticate', 'ldap', 'failed', {
            code: 'LDAP_DOWN',
            reasons: [said('DOWN', 'It does not answer.', 'Look after it.')],
          }),
        ],
        code: 'LDAP_DOWN',
        status: 503,
        userid: 'alice',
      },
      'The request ended with 503: ldap failed in authenticate (LDAP_DOWN), because it does not answer.',
      'Look after it.',
    ],
    [
      'sends people to the log for what a plugin threw',
      {
        steps: [classify, step('decide', 'challengeDecider', 'failed', { code: 'PLUGIN_FAILED' })],
        code: 'PLUGIN_FAILED',
        status: 500,
      },
      'The request ended with 500: challenge decider failed in decide (PLUGIN_FAILED).',
      'challenge decider threw an error: the log of the application has it.',
    ],
    [
      'knows a target that cannot be told',
      { steps: [], code: 'BAD_TARGET', status: 400 },
      'The request was refused with 400 before any plugin saw it (BAD_TARGET).',
      expect.stringContaining('proxy') as unknown as string,
    ],
    [
      'says who is signed in, and who says so',
      {
        steps: [classify, step('identify', 'ticket', 'answered'), step('authenticate', 'ticket', 'answered')],
        userid: 'ada',
      },
      'ada is signed in, verified by ticket.',
      undefined,
    ],
    ['says who is named by a layer above', { steps: [classify], userid: 'ada' }, 'ada is signed in.', undefined],
    [
      'says that somebody may not',
      { steps: [classify, step('authenticate', 'ticket', 'answered')], userid: 'ada', status: 403 },
      'ada is signed in, verified by ticket, but may not do this: the application answered 403.',
      'Look at what the application, or its guard, demands.',
    ],
    [
      'says that somebody has signed out',
      { steps: [classify, step('logout', '', 'answered')] },
      'Signed out.',
      undefined,
    ],
    [
      'says how far it has come',
      { steps: [classify, step('identify', 'ticket', 'none')], status: undefined },
      'The request has not been answered yet. It has come as far as identify.',
      expect.stringContaining('without middleware') as unknown as string,
    ],
  ])('%s', (_what, { steps, ...more }, text, hint) => {
    expect(verdictOf(journey(steps, more))).toMatchObject({ text, hint });
  });

  it.each([
    [['CAS_NOT_ITS_PATH', undefined], ['TICKET_NO_COOKIE', 'Sign in.'], ['BASIC_NO_HEADER', 'Look.'], 1],
    [['HEADER_SSO_OTHER_PATH', 'Name it.'], ['TICKET_NO_COOKIE', 'Sign in.'], ['BASIC_SEVERAL', undefined], 2],
    [['CAS_STATE_MISSING', undefined], ['TICKET_NO_COOKIE', 'Sign in.'], ['PUBTKT_MISSING', 'Sign in.'], 0],
    [['HTPASSWD_NO_SUCH_USER', 'Look.'], ['HTPASSWD_WRONG_PASSWORD', undefined], ['SQL_OTHER_CREDENTIALS', 'Look.'], 1],
  ] as const)('of %j, %j and %j takes the one that tells most', (one, two, three, most) => {
    const given = [one, two, three].map(([code, hint]) => said(code, `It is ${code}.`, hint));
    const steps = given.map((reason, i) => step('identify', `p${i}`, 'none', { reasons: [reason] }));
    expect(verdictOf(journey([classify, ...steps])).text).toBe(
      `Nobody is signed in, because it is ${given[most]?.code}.`,
    );
  });

  it('names the call that decided', () => {
    const why = step('identify', 'ticket', 'none', { reasons: [timedOut] });
    expect(verdictOf(journey([classify, why])).step).toBe(why);
    const wins = step('authenticate', 'ticket', 'answered');
    const one = journey([classify, wins, step('authenticate', 'users', 'answered')], { userid: 'ada' });
    expect([verdictOf(one).step, winnerOf(one)]).toEqual([wins, wins]);
  });
});

describe('what is set up wrongly', () => {
  const noCookie = step('identify', 'ticket', 'none', {
    reasons: [said('TICKET_NO_COOKIE', 'There is none.', 'Sign in.')],
  });
  const only = (role: string) =>
    step('classify', 'requestClassifier', 'answered', {
      reasons: [
        said('OTHER_CLASSIFICATION', '"{plugin}" takes no part as {role}.', undefined, { plugin: 'ticket', role }),
      ],
    });
  const decided = step('decide', 'challengeDecider', 'answered');
  const elsewhere = step('challenge', 'cas', 'answered', {
    reasons: [said('CAS_SENT', 'It is sent.', 'Look.'), said('CAS_HOST_ELSEWHERE', 'The Host is another.', 'Set it.')],
  });
  const left = said('CHALLENGED_ALREADY', 'A 401 with text/html is left alone.', 'Answer it without a page.');

  it.each<[string, readonly Step[], Partial<Journey>, string, string | undefined]>([
    [
      'a Host that is not in publicUrl',
      [classify, noCookie, decided, elsewhere],
      { status: 302, isChallenged: true },
      'Nobody is signed in, because the Host is another.',
      'Set it.',
    ],
    [
      'an identifier that is for other kinds of requests, where a bare 401 is the answer',
      [only('identifier'), decided],
      { status: 401 },
      'Nobody is signed in: "ticket" takes no part as identifier.',
      expect.stringContaining('`only`') as unknown as string,
    ],
    [
      'a 401 that is left alone',
      [classify, noCookie, step('decide', 'challengeDecider', 'none', { reasons: [left] })],
      { status: 401 },
      'Nobody was asked to sign in: the challenge decider left the 401 as it is. A 401 with text/html is left alone.',
      'Answer it without a page.',
    ],
    [
      'what an identifier knows, where another one shows a page',
      [
        classify,
        step('identify', 'form', 'answered', { reasons: [said('FORM_SHOWN', 'The login page is shown.')] }),
        step('identify', 'ticket', 'none', { reasons: [timedOut] }),
      ],
      {},
      'Nobody is signed in, because the ticket in cookie auth_tkt timed out 340 s ago.',
      'Sign in again.',
    ],
  ])('is the verdict, before what is not there: %s', (_what, steps, more, text, hint) => {
    expect(verdictOf(journey(steps, more))).toMatchObject({ kind: 'nobody', text, hint });
  });

  it('does not take the place of a cause, or of who was asked to sign in', () => {
    const asked = { status: 401, isChallenged: true };
    expect(verdictOf(journey([only('identifier'), noCookie, decided], asked)).text).toContain('there is none');
    expect(verdictOf(journey([only('challenger'), noCookie, decided], { status: 401 })).text).toContain(
      'there is none',
    );
    const why = step('identify', 'ticket', 'none', { reasons: [timedOut] });
    const { text, notes } = verdictOf(journey([classify, why, decided, elsewhere], { ...asked, status: 302 }));
    expect(text).toContain('timed out');
    expect(notes.map((note) => note.text)).toEqual(['cas: The Host is another.', 'cas: It is sent.']);
  });

  it('comes before vague notes', () => {
    const { notes } = verdictOf(journey([only('identifier'), noCookie, decided], { status: 401 }));
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringContaining('no challenger for a request of this kind'),
    ]);
  });

  it('marks its calls and stops, and adds nothing', async () => {
    const [one] = await traced([{ headers: { 'x-user': 'alice:secret', 'x-broken': '1' } }]);
    const text = one ? journeyText(one) : '';
    expect(text).toContain('▲ Add metadata: nothing');
    expect(
      journeyText(journey([step('metadata', 'cache', 'answered', { reasons: [said('BREAKER_OPEN', 'No.')] })])),
    ).toMatch(/▲ Add metadata: nothing\n {4}▲ cache: added nothing/);
  });
});

describe('its notes', () => {
  const notes = (steps: readonly Step[], more: Partial<Journey> = {}) => verdictOf(journey(steps, more)).notes;
  const left = said('CHALLENGED_ALREADY', 'A 401 with text/html is left alone.', 'Answer it without a page.');

  it('say why nobody was asked to sign in by a 401', () => {
    const why = step('identify', 'ticket', 'none', { reasons: [timedOut] });
    const alone = step('decide', 'challengeDecider', 'none', { reasons: [left] });
    expect(notes([classify, why, alone], { status: 401 })).toEqual([
      {
        text: 'Nobody was asked to sign in: the challenge decider left the 401 as it is. A 401 with text/html is left alone.',
        hint: 'Answer it without a page.',
      },
    ]);
    const decided = step('decide', 'challengeDecider', 'answered');
    const [none] = notes([classify, decided], { status: 401 });
    expect(none?.text).toBe('Nobody was asked to sign in: there is no challenger for a request of this kind.');
    const [silent] = notes([classify, decided, step('challenge', 'login', 'none')], { status: 401 });
    expect(silent?.text).toBe('Nobody was asked to sign in: no challenger had an answer.');
    expect(notes([classify, decided], { status: 401, isChallenged: true })).toEqual([]);
    expect(notes([classify, step('reply', 'identifier', 'answered')], { status: 401 })).toEqual([]);
    expect(notes([classify, step('decide', 'challengeDecider', 'none')], { status: 200 })).toEqual([]);
  });

  it('name plugins that are for other kinds of requests, where nobody is signed in', () => {
    const other = said('OTHER_CLASSIFICATION', '"{plugin}" takes no part.', undefined, { plugin: 'basic' });
    const steps = [step('classify', 'requestClassifier', 'answered', { reasons: [other] })];
    expect(notes(steps).map(({ text }) => text)).toEqual(['"basic" takes no part.']);
    expect(notes(steps, { userid: 'ada' })).toEqual([]);
  });

  it('miss what would remember a login', () => {
    const remember = (outcome: Step['outcome']) => step('remember', 'ticket', outcome);
    const login = (...steps: Step[]) =>
      step('login', '', 'answered', { steps: [step('authenticate', 'users', 'answered'), ...steps] });
    expect(notes([classify, login()], { userid: 'ada' })[0]?.text).toMatch(/^Nothing remembers this sign-in/);
    expect(notes([classify, login(remember('none'))], { userid: 'ada' })).toHaveLength(1);
    expect(notes([classify, login(remember('answered'))], { userid: 'ada' })).toEqual([]);
    expect(
      notes([classify, login(), step('decide', 'challengeDecider', 'none'), remember('answered')], { userid: 'ada' }),
    ).toEqual([]);
  });

  it('name a rememberer that nobody asks', () => {
    const kept = said('FORM_KEPT_BY', 'It is for {rememberer}.', 'Look.', { rememberer: 'ticket' });
    const login = step('login', '', 'answered', {
      steps: [step('authenticate', 'users', 'answered'), step('remember', 'form', 'answered', { reasons: [kept] })],
    });
    const asked = (name: string) =>
      verdictOf(journey([classify, step('identify', name, 'none'), login], { userid: 'ada' }));
    expect(asked('form')).toMatchObject({
      kind: 'signed-in',
      text: 'ada has just signed in, verified by users, but may not stay so: form has ticket keep users signed in, which was not asked who this is: it is no identifier here.',
      hint: 'Name it in "identifiers" and "authenticators".',
      notes: [],
    });
    expect(asked('ticket')).toMatchObject({ text: 'ada has just signed in, verified by users.', notes: [] });
  });

  it('tell of failures that were passed over, and of reasons about which something can be done, once each', () => {
    const open = said('BREAKER_OPEN', 'The store is left alone for {seconds} s.', 'Look after {store}.', {
      seconds: 9,
      store: 'Redis',
    });
    const steps = [
      classify,
      step('identify', 'ticket', 'none', { reasons: [said('TICKET_NO_COOKIE', 'There is none.', 'Sign in.')] }),
      step('authenticate', 'basic', 'answered'),
      step('authenticate', 'ldap', 'failed', { code: 'LDAP_DOWN' }),
      step('metadata', 'attributes', 'none', { reasons: [open] }),
      step('metadata', 'more', 'none', { reasons: [open] }),
    ];
    expect(notes(steps, { userid: 'ada' })).toEqual([
      { text: 'ldap failed (LDAP_DOWN).', hint: 'The log of the application has more about LDAP_DOWN.' },
      { text: 'attributes: The store is left alone for 9 s.', hint: 'Look after Redis.' },
    ]);
  });

  it('leave out what says little, and what a login form says of the login', () => {
    const hinted = (code: string) => ({ reasons: [said(code, `${code}.`, 'Do.')] });
    const steps = [
      classify,
      step('identify', 'sso', 'none', hinted('HEADER_SSO_OTHER_PATH')),
      step('metadata', 'attributes', 'none', hinted('CACHE_MISS')),
      step('reply', 'identifier', 'answered', {
        ...hinted('FORM_WRONG_PASSWORD'),
        steps: [step('login', '', 'none', { steps: [step('remember', 'form', 'none', hinted('FORM_KEPT_BY'))] })],
      }),
    ];
    expect(notes(steps, { status: 401 })).toEqual([]);
  });

  it('come to an end', () => {
    const many = Array.from({ length: 50 }, (_, i) =>
      step('metadata', `m${i}`, 'none', { reasons: [said('X', `${i}`, 'Do.')] }),
    );
    expect(notes(many).length).toBe(4);
  });
});

describe('the line', () => {
  const line = (one: Journey | undefined) =>
    one ? stationsOf(one).map(({ name, state, word }) => `${name}: ${state}, ${word}`) : [];

  it('of somebody who is signed in', async () => {
    const [one] = await traced([{ headers: { 'x-user': 'alice:secret', accept: 'text/html' } }]);
    expect(line(one)).toEqual([
      'Classify: answered, browser',
      'Identify: answered, plain',
      'Authenticate: answered, users',
      'Add metadata: answered, attributes',
      'Application: answered, answered 200',
      'Decide: answered, no challenge',
      'Remember: answered, plain',
    ]);
  });

  it('of somebody who is asked to sign in', async () => {
    const [one] = await traced([{ url: '/private', headers: { accept: '*/*' } }], { status: 401 });
    expect(line(one)).toEqual([
      'Classify: answered, api',
      'Identify: none, nothing',
      'Authenticate: skipped, nothing to check',
      'Add metadata: skipped, no user',
      'Application: answered, asked for a sign-in',
      'Decide: answered, challenge',
      'Challenge: answered, basic',
    ]);
  });

  it('of a request that a plugin has ended', async () => {
    const [one] = await traced([{ headers: { 'x-user': 'down:x' } }]);
    expect(one).toMatchObject({ status: 503, code: 'LDAP_DOWN' });
    expect(line(one).slice(2)).toEqual([
      'Authenticate: failed, LDAP_DOWN',
      'Add metadata: skipped, no user',
      'Application: skipped, not reached',
      'Decide: skipped, not reached',
      'Remember: skipped, nobody',
    ]);
  });

  it('of an answer in the place of the application', async () => {
    const [one] = await traced([{ url: '/login?login=alice&password=secret' }]);
    expect(line(one).slice(4)).toEqual([
      'Reply: answered, 303 in its place',
      'Decide: skipped, decided already',
      'Remember: skipped, nothing new',
    ]);
  });

  it('of one that is under way, and of a 401 that is left alone', () => {
    expect(line(journey([classify], { status: undefined, durationMs: undefined })).slice(1)).toEqual(
      ['Identify', 'Authenticate', 'Add metadata']
        .map((name) => `${name}: waiting, not yet`)
        .concat('Application: waiting, at work', 'Decide: waiting, not yet', 'Remember: waiting, not yet'),
    );
    expect(line(journey([classify, step('decide', 'challengeDecider', 'none')], { status: 401 })).slice(4, 6)).toEqual([
      'Application: answered, answered 401',
      'Decide: none, left the 401 alone',
    ]);
  });
});

it('fills facts in, and leaves alone what is none', () => {
  const reason = said('X', 'It is {a}, {b} and {toString}.', 'Do {a}.', { a: 1, b: true });
  expect([reasonText(reason), reasonHint(reason), reasonHint(noHeader)]).toEqual([
    'It is 1, true and {toString}.',
    'Do 1.',
    undefined,
  ]);
});

it.each([
  [340, '340 s'],
  [900, '900 s (15 min)'],
  [79_200, '79200 s (22 h)'],
  [864_000, '864000 s (10 days)'],
])('says what %i seconds come to', (seconds, text) => {
  expect(reasonText(said('X', 'It is {seconds} s old.', undefined, { seconds }))).toBe(`It is ${text} old.`);
});
