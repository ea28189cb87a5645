import type { Exchange, HeaderList, MaybePromise, Reply } from '@who/core';
import type { FormContext } from './context.js';
import type { Problem } from './problems.js';
import type { Typed } from './reading/typed.js';
import { redirect, showLogin } from './show-login.js';
import { returnPath } from './urls.js';

/** How the outcome of a login is told. */
export interface Answers {
  signedIn(headers: HeaderList, typed: Typed): Reply;
  problem(problem: Problem, typed?: Typed, headers?: HeaderList): MaybePromise<Reply>;
}

/**
 * To people: by a page, or the one where they wanted to go.
 *
 * @param here where the sign-in leads unless the form says something else
 */
export function forPeople(exchange: Exchange, context: FormContext, here: string | undefined): Answers {
  const target = (typed?: Typed): string => returnPath(exchange, context.settings, typed?.cameFrom ?? here);
  return {
    signedIn: (headers, typed) => redirect(303, target(typed), headers),
    problem(problem, typed, headers) {
      const { login, remember } = typed ?? {};
      return showLogin(exchange, context, { cameFrom: target(typed), problem, login, remember, headers });
    },
  };
}

/** To programs: by a status, and a code where something is wrong. */
export const forPrograms: Answers = {
  signedIn: done,
  problem: ({ status, code, headers: own }, _typed, headers = []) => ({
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Content-Type-Options', 'nosniff'],
      NOT_KEPT,
      ...own,
      ...headers,
    ],
    body: JSON.stringify({ code }),
    isChallenge: true,
  }),
};

/** Tells a program that it is done. */
export function done(headers: HeaderList): Reply {
  return { status: 204, headers: [NOT_KEPT, ...headers] };
}

const NOT_KEPT = ['Cache-Control', 'no-store'] as const;
