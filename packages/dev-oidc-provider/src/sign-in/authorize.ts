import { isSameText, loginForm, parameter, Refusal, type Reply, redirect, withHeaders } from '@who/dev-server';
import { type Handler, type ProviderContext, sessionOf, setSessionCookie } from '../context.js';
import { endSessionUnseen } from '../logout/end-session.js';
import { type AuthorizationRequest, type RefusedRequest, readRequest } from './request.js';
import type { Session } from './sessions.js';

/** `/authorize`: straight back with a code for who is signed in already, else the login page. */
export const authorize: Handler = async (request, context) => {
  const fields = request.method === 'POST' ? await request.form() : request.query;
  const asked = readRequest(fields, context.options.clients);
  if ('error' in asked) return refuse(303, asked, context);
  const session = sessionOf(request, context);
  if (session && isGoodEnough(session, asked, context)) return goOn(302, asked, session, context);
  if (asked.prompts.has('none')) {
    return refuse(302, { ...asked, error: 'login_required', description: 'Nobody is signed in here.' }, context);
  }
  return loginPage(200, asked, context, asked.loginHint);
};

function isGoodEnough({ sinceMs }: Session, asked: AuthorizationRequest, { options }: ProviderContext): boolean {
  const { prompts, maxAgeSeconds } = asked;
  if (prompts.has('login') || prompts.has('select_account')) return false;
  return maxAgeSeconds === undefined || options.now() - sinceMs < maxAgeSeconds * 1_000;
}

/** `POST /login`: checks the password. */
export const logIn: Handler = async (request, context) => {
  const { sessions, logins, options } = context;
  const fields = await request.form();
  const asked = logins.take(parameter(fields, 'sign_in'));
  if (!asked) {
    throw new Refusal(
      403,
      'This form is too old or was sent twice. Go back to the application, and sign in from there.',
    );
  }
  const userid = parameter(fields, 'username');
  const user = options.users.get(userid ?? '');
  if (!user || !isSameText(user.password, parameter(fields, 'password') ?? '')) {
    return loginPage(401, asked, context, userid, 'The user name or the password is wrong.');
  }
  const earlier = sessionOf(request, context);
  const same = earlier?.user === user ? earlier : undefined;
  if (earlier && !same) await endSessionUnseen(earlier, context);
  const session = same ? sessions.renew(same) : sessions.start(user);
  options.logger.debug(`${user.userid} signed in for ${asked.client.clientId}`);
  return withHeaders(goOn(303, asked, session, context), setSessionCookie(session));
};

function goOn(status: 302 | 303, asked: AuthorizationRequest, session: Session, context: ProviderContext): Reply {
  session.clients.add(asked.client);
  return answer(status, asked, { code: context.codes.add({ request: asked, session }) }, context);
}

function refuse(status: 302 | 303, { error, description, ...asked }: RefusedRequest, context: ProviderContext): Reply {
  context.options.logger.debug(`Refused: ${error}`);
  return answer(status, asked, { error, error_description: description }, context);
}

/** Sends the browser back, with who says so (RFC 9207). */
function answer(
  status: 302 | 303,
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  says: Readonly<Record<string, string>>,
  { issuer, page }: ProviderContext,
): Reply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...says, ...(state !== undefined && { state }), iss: issuer })) {
    url.searchParams.append(name, value);
  }
  return redirect(page, status, url.href);
}

function loginPage(
  status: number,
  asked: AuthorizationRequest,
  { logins, options, page }: ProviderContext,
  userid?: string,
  problem?: string,
): Reply {
  const form = loginForm({
    action: '/login',
    hidden: { sign_in: logins.add(asked) },
    goesOnTo: asked.redirectUri,
    userid,
    problem,
    accounts: options.showAccounts ? [...options.users.values()] : [],
  });
  return page(status, 'Sign in', form, { leads: true });
}
