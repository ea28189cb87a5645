import { parameter } from '@who/dev-server';
import {
  type CasContext,
  endSessionUnseen,
  type Handler,
  requireAllowed,
  sessionOf,
  setSessionCookie,
} from '../context.js';
import { isOn } from '../http/is-on.js';
import type { Reply } from '../http/reply.js';
import { loginPage, redirect, signedInPage } from '../pages/pages.js';
import { toLocation } from '../service-url.js';
import { readMethod, sendTicket, type TicketMethod } from './send-ticket.js';
import type { SsoSession } from './sessions.js';

/** `GET /login`: the form, or, for who is signed in already, straight on with a ticket. */
export const showLogin: Handler = (request, context) => {
  const service = parameter(request.query, 'service');
  if (service) requireAllowed(service, context);
  const method = readMethod(parameter(request.query, 'method'));
  const renew = isOn(request.query, 'renew');
  const session = renew ? undefined : sessionOf(request, context);
  if (session)
    return service
      ? goOn(302, session, { service, method, fromNewLogin: false }, context)
      : signedInPage(session.userid, `${context.options.basePath}/logout`);
  // CAS 3.0.3, section 2.1.1: renew takes precedence.
  if (service && !renew && isOn(request.query, 'gateway')) return redirect(302, toLocation(service));
  return form(200, context, { service, method });
};

/** `POST /login`: checks the password. */
export const takeLogin: Handler = async (request, context) => {
  const { sessions, loginTickets, options } = context;
  const fields = await request.form();
  const service = parameter(fields, 'service');
  if (service) requireAllowed(service, context);
  const method = readMethod(parameter(fields, 'method'));
  const userid = parameter(fields, 'username');
  const password = parameter(fields, 'password') ?? '';
  if (!loginTickets.take(parameter(fields, 'execution'))) {
    return form(403, context, {
      service,
      method,
      userid,
      problem: 'This form is too old or was sent twice. Please try again.',
    });
  }
  const user = userid === undefined ? undefined : options.users.get(userid);
  if (!user || user.password !== password) {
    return form(401, context, { service, method, userid, problem: 'The user name or the password is wrong.' });
  }
  const earlier = sessionOf(request, context);
  const same = earlier?.userid === user.userid ? earlier : undefined;
  if (earlier && !same) await endSessionUnseen(earlier, context);
  const session = same ? sessions.renew(same) : sessions.start(user.userid);
  options.logger.debug(`${user.userid} signed in${service ? ` for ${toLocation(service)}` : ''}`);
  // A page of its own for who goes nowhere: reloading it must not send the form again.
  const reply = service
    ? goOn(303, session, { service, method, fromNewLogin: true }, context)
    : redirect(303, `${options.basePath}/login`);
  return { ...reply, headers: [...reply.headers, setSessionCookie(session.cookie, context)] };
};

interface Destination {
  readonly service: string;
  readonly method: TicketMethod;
  readonly fromNewLogin: boolean;
}

function goOn(
  status: 302 | 303,
  session: SsoSession,
  { service, method, fromNewLogin }: Destination,
  { tickets }: CasContext,
): Reply {
  const { id } = tickets.issue(session, { service, fromNewLogin, proxies: [] });
  return sendTicket(status, method, service, id);
}

interface FormContent {
  readonly service: string | undefined;
  readonly method: TicketMethod;
  readonly userid?: string | undefined;
  readonly problem?: string | undefined;
}

const maxAccountsShown = 10;

function form(status: number, { options, loginTickets }: CasContext, content: FormContent): Reply {
  return loginPage(status, {
    ...content,
    action: `${options.basePath}/login`,
    execution: loginTickets.issue(),
    accounts: options.showAccounts ? [...options.users.values()].slice(0, maxAccountsShown) : [],
  });
}
