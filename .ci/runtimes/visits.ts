import { MAIL, PASSWORD, PUBLIC_URL, TOKEN, USERID } from './application/facts.js';
import { cookieOf } from './client.js';
import { aging, fresh, passwordLine } from './tickets.js';
import type { Visits } from './visit.js';

const KNOWN = { attributes: { mail: [MAIL] }, stored: { mail: [MAIL] } };
const ALICE = { userid: USERID, ...KNOWN };
const CHALLENGE = 'Basic realm="Example", charset="UTF-8"';
const CLEARED = [
  'auth_tkt=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
  'auth_tkt=; Max-Age=0; Domain=app.example; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
];
const OWN = ['Origin', PUBLIC_URL] as const;

/** What the application does everywhere, as far as the runtime has no way of its own. */
export const VISITS: Visits = {
  async 'programs are asked for a password, browsers led to the login page'({ to, expect }) {
    const program = await to({ target: '/private' });
    expect('the status', program.status, 401);
    expect('the challenge', program.lines('www-authenticate'), [CHALLENGE]);
    expect('the body', program.body, '401\n');
    const browser = await to({ target: '/private?a=%20b', headers: [['Accept', 'text/html']] });
    expect('the status for a browser', browser.status, 302);
    expect('the login page', browser.lines('location'), ['/login?came_from=%2Fprivate%3Fa%3D%2520b']);
    expect('its page', (await to({ target: '/login' })).body, '<form method="post">');
  },

  async 'a wrong password is refused'({ to, expect }) {
    const refused = await to({ target: '/private', headers: [passwordLine(USERID, 'wrong')] });
    expect('the status', refused.status, 401);
    expect('the cookies', refused.lines('set-cookie'), []);
  },

  async 'a password signs in, and the ticket counts from then on'({ to, expect }) {
    const first = await to({ target: '/private', headers: [passwordLine(USERID, PASSWORD)] });
    expect('who it is', JSON.parse(first.body), ALICE);
    expect('the cookies', first.lines('set-cookie').length, 1);
    const next = await to({ target: '/private', headers: [['Cookie', cookieOf(first, 'auth_tkt') ?? '']] });
    expect('who comes next, and what is known of them', JSON.parse(next.body), ALICE);
    expect('the cookies of a fresh ticket', next.lines('set-cookie'), []);
    const forged = await to({ target: '/private', headers: [['Cookie', `${cookieOf(first, 'auth_tkt')}x`]] });
    expect('the status for a ticket that somebody changed', forged.status, 401);
  },

  async 'a password counts whose hash is of another kind'({ to, expect }) {
    const right = await to({ target: '/private', headers: [passwordLine('bob', PASSWORD)] });
    expect('who it is', JSON.parse(right.body), { userid: 'bob', ...KNOWN });
    const wrong = await to({ target: '/private', headers: [passwordLine('bob', 'wrong')] });
    expect('the status of a wrong one', wrong.status, 401);
  },

  async 'a token counts, and no other'({ to, expect }) {
    const good = await to({ target: '/private', headers: [['Authorization', `Bearer ${TOKEN}`]] });
    expect('whose it is', JSON.parse(good.body).userid, 'backup');
    const bad = await to({ target: '/private', headers: [['Authorization', `Bearer ${TOKEN}x`]] });
    expect('the status of another', bad.status, 401);
  },

  async 'a login form signs in, one from elsewhere does not'({ to, expect }) {
    const form = { login: USERID, password: PASSWORD };
    const good = await to({ method: 'POST', target: '/login', form, headers: [OWN] });
    expect('the status', good.status, 303);
    expect('where it leads', good.lines('location'), ['/private']);
    const next = await to({ target: '/private', headers: [['Cookie', cookieOf(good, 'auth_tkt') ?? '']] });
    expect('who comes next', JSON.parse(next.body), ALICE);

    const wrong = await to({ method: 'POST', target: '/login', form: { ...form, password: 'wrong' }, headers: [OWN] });
    expect('where a wrong password leads', wrong.lines('location'), ['/login?again']);
    expect('the cookies of a wrong password', wrong.lines('set-cookie'), CLEARED);
    const elsewhere = [['Origin', 'http://elsewhere.example']] as const;
    expect(
      'the status for a form from elsewhere',
      (await to({ method: 'POST', target: '/login', form, headers: elsewhere })).status,
      403,
    );
  },

  async 'a form is read by a plugin and by the application'({ to, expect }) {
    const form = { login: USERID, password: PASSWORD, note: 'é' };
    const { body } = await to({ method: 'POST', target: '/form', form });
    expect('what both have seen', body, `${USERID} login=${USERID}&password=${PASSWORD}&note=%C3%A9`);
  },

  async 'an aging ticket is replaced, whatever the response'({ to, expect }) {
    const headers = [aging()];
    const page = await to({ target: '/private', headers });
    const renewed = cookieOf(page, 'auth_tkt') ?? '';
    expect('what caches are told', page.lines('cache-control'), ['private']);
    expect('the renewed ticket', (await to({ target: '/private', headers: [['Cookie', renewed]] })).status, 200);
    const redirect = await to({ target: '/redirect', headers });
    expect('where a redirect leads', redirect.lines('location'), [`${PUBLIC_URL}/`]);
    expect('the cookies of a redirect', redirect.lines('set-cookie').length, 1);
    const stream = await to({ target: '/stream', headers });
    expect('the body of a stream', stream.body, 'one two three');
    expect('the cookies of a stream', stream.lines('set-cookie').length, 1);
  },

  async 'several cookies leave as several lines'({ to, expect }) {
    const [one, two, ticket, ...more] = (await to({ target: '/cookies', headers: [aging()] })).lines('set-cookie');
    expect('the first', one, 'one=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT');
    expect('the second', two, 'two=2');
    expect('the ticket', ticket?.startsWith('auth_tkt='), true);
    expect('what follows', more, []);
  },

  async 'an answer to HEAD has a head only'({ to, expect }) {
    const stranger = await to({ method: 'HEAD', target: '/private' });
    expect('the status for a stranger', stranger.status, 401);
    expect('the challenge', stranger.lines('www-authenticate'), [CHALLENGE]);
    expect('its body', stranger.body, '');
    const alice = await to({ method: 'HEAD', target: '/private', headers: [aging()] });
    expect('the status', alice.status, 200);
    expect('the cookies', alice.lines('set-cookie').length, 1);
    expect('the body', alice.body, '');
  },

  async 'a logout clears the cookie, and drops what is known'({ to, expect }) {
    const headers = [fresh(), OWN];
    expect('what was known', JSON.parse((await to({ target: '/private', headers })).body), ALICE);
    const out = await to({ method: 'POST', target: '/logout', form: {}, headers });
    expect('the status', out.status, 303);
    expect('the cookies', out.lines('set-cookie'), CLEARED);
    const copied = JSON.parse((await to({ target: '/private', headers })).body);
    expect('what is known of a ticket that somebody copied', copied, { userid: USERID, attributes: {}, stored: {} });
  },

  async 'a store that does not answer is left alone, and found again'({ to, expect }) {
    const turn = async (way: string) => Number((await to({ target: `/outage?${way}` })).body);
    const page = () => to({ target: '/private', headers: [passwordLine(USERID, PASSWORD)] });
    await turn('on');
    for (let times = 0; times < 3; times++) expect('the status meanwhile', (await page()).status, 200);
    const before = await turn('off');
    const untilMs = performance.now() + 10_000;
    while ((await turn('off')) === before && performance.now() < untilMs) await page();
    expect('whether it is asked again', (await turn('off')) > before, true);
    expect('what is known afterwards', JSON.parse((await page()).body), ALICE);
  },

  async 'nobody is taken for somebody else'({ to, expect }) {
    const people = [[fresh()], [['Authorization', `Bearer ${TOKEN}`] as const], []];
    const answers = await Promise.all(
      [...people, ...people, ...people].map((headers) => to({ target: '/private', headers })),
    );
    const seen = answers.map(({ status, body }) => (status === 200 ? JSON.parse(body).userid : status));
    const wanted = [USERID, 'backup', 401];
    expect('who is seen', seen, [...wanted, ...wanted, ...wanted]);
  },
};
