import {
  type Exchange,
  type Identification,
  isOwnRequest,
  type MaybePromise,
  PasswordCredentials,
  type Reply,
  type WhoApi,
} from '@who/core';
import { type Answers, forPeople, forPrograms } from './answers.js';
import type { FormContext } from './context.js';
import { FormCredentials } from './credentials.js';
import { logCrossSite } from './log.js';
import { CROSS_SITE, INVALID, problemOf, TYPE_UNSUPPORTED, WRONG_PASSWORD } from './problems.js';
import { bodyKind, readTyped } from './reading/body.js';
import { reasons } from './reasons.js';

/**
 * Takes what somebody has typed. Another site's form is not even read.
 *
 * @param here where the sign-in leads unless the form says something else
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400), BODY_USED
 */
export function takeLogin(exchange: Exchange, context: FormContext, here?: string): MaybePromise<Identification> {
  const kind = bodyKind(exchange);
  const answers = kind === 'json' ? forPrograms : forPeople(exchange, context, here);
  if (!isOwnRequest(exchange)) {
    logCrossSite(exchange);
    return { reply: () => answers.problem(CROSS_SITE) };
  }
  if (kind === undefined) {
    exchange.explain?.(reasons.FORM_TYPE_UNSUPPORTED);
    return { reply: () => answers.problem(TYPE_UNSUPPORTED) };
  }
  return readTyped(exchange, kind).then((typed) => {
    exchange.explain?.(typed ? reasons.FORM_TAKEN : reasons.FORM_INVALID);
    if (!typed) return { reply: () => answers.problem(INVALID) };
    const credentials = new FormCredentials(typed);
    return { credentials, reply: (who) => signIn(who, context, credentials, answers) };
  });
}

/** Signs in by what was typed and nothing else, whoever the request came from. */
async function signIn(who: WhoApi, context: FormContext, typed: FormCredentials, answers: Answers): Promise<Reply> {
  const { exchange } = who;
  const { login, password, remember } = typed;
  const name = context.nameIn(exchange);
  exchange.scratch.set(context, remember);
  // Some directories take an empty password for no password at all, and let everybody in.
  const isEmpty = login === '' || password === '';
  try {
    const { identity, headers } = await who.login(isEmpty ? typed : new PasswordCredentials(login, password), name);
    exchange.explain?.(identity ? reasons.FORM_SIGNED_IN : reasons.FORM_WRONG_PASSWORD);
    return identity ? answers.signedIn(headers, typed) : answers.problem(WRONG_PASSWORD, typed, headers);
  } catch (error) {
    const problem = problemOf(error, exchange, context.settings);
    exchange.explain?.(reasons.FORM_NOT_CHECKED, { code: problem.code });
    // To the letter what a wrong password is answered with: nobody accepts these credentials.
    const { headers } = problem.isInput ? await who.login(typed, name) : { headers: [] };
    return answers.problem(problem, typed, headers);
  }
}
