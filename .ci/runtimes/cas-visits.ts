import { PUBLIC_URL } from './application/facts.js';
import { type Answer, cookieOf } from './client.js';
import type { Visitor, Visits } from './visit.js';

/** The way to a CAS server and back. */
export const CAS_VISITS: Visits = {
  async 'a sign-in through CAS'({ cas, to, expect }) {
    const leaving = await leave(to);
    const service = serviceOf(leaving);
    const ticket = cas.issueTicket({ userid: 'zoe', service });
    const back = await comeBack(to, leaving, ticket);
    expect('the status', back.status, 302);
    expect('where it leads', back.lines('location'), [`${PUBLIC_URL}/private`]);
    const { userid, attributes } = await whoIs(to, back);
    expect('who it is', userid, 'zoe');
    expect('what CAS has released, and a later request knows', attributes?.mail, ['zoe@example.org']);
    expect('what CAS was asked', cas.validations.at(-1)?.outcome, 'success');
  },

  async 'a CAS ticket that is not good, and one that another browser brings'({ cas, to, expect }) {
    const leaving = await leave(to);
    const refused = await comeBack(to, leaving, 'ST-made-up');
    expect('the ticket of the first', cookieOf(refused, 'auth_tkt'), undefined);
    const ticket = cas.issueTicket({ userid: 'zoe', service: serviceOf(leaving) });
    const other = await comeBack(to, { ...leaving, lines: () => [] }, ticket, serviceOf(leaving));
    expect('the ticket of the other', cookieOf(other, 'auth_tkt'), undefined);
  },

  async 'a CAS server that fails'({ cas, to, expect }) {
    cas.faults.set({ validate: 'drop' });
    try {
      const leaving = await leave(to);
      const failed = await comeBack(to, leaving, cas.issueTicket({ userid: 'zoe', service: serviceOf(leaving) }));
      expect('the ticket', cookieOf(failed, 'auth_tkt'), undefined);
      expect('the status', failed.status, 503);
    } finally {
      cas.faults.clear();
    }
  },
};

const leave = (to: Visitor['to']): Promise<Answer> => to({ target: '/login/cas?came_from=/private' });

function serviceOf(leaving: Answer): string {
  return new URL(leaving.lines('location')[0] ?? '').searchParams.get('service') ?? '';
}

/** As CAS leads the browser back, with the cookies that it has got on leaving. */
function comeBack(to: Visitor['to'], leaving: Answer, ticket: string, service = serviceOf(leaving)): Promise<Answer> {
  const { pathname, searchParams } = new URL(service);
  searchParams.set('ticket', ticket);
  const cookies = leaving.lines('set-cookie').map((line) => line.slice(0, line.indexOf(';')));
  return to({ target: `${pathname}?${searchParams}`, headers: [['Cookie', cookies.join('; ')]] });
}

async function whoIs(
  to: Visitor['to'],
  signedIn: Answer,
): Promise<{ userid?: string; attributes?: { mail?: string[] } }> {
  const { status, body } = await to({
    target: '/private',
    headers: [['Cookie', cookieOf(signedIn, 'auth_tkt') ?? '']],
  });
  return status === 200 ? JSON.parse(body) : {};
}
