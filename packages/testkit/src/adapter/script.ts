import type { HeaderList, Reply } from '@who/core';
import type { AdapterEngineParts } from './adapter-engine.js';

/** What the engine does in one check, where it differs from the usual. */
export type Script = Omit<AdapterEngineParts, 'challengeRequests' | 'logger' | 'promised'>;

/** What the browser of somebody who is signed in is told to keep: two lines, none of which may be lost. */
export const kept = (userid: string): HeaderList => [
  ['Set-Cookie', `session=${userid}; Path=/; HttpOnly`],
  ['Set-Cookie', 'kept=1; Path=/'],
];
export const FORGET: HeaderList = [
  ['Set-Cookie', 'session=; Path=/; Max-Age=0'],
  ['Set-Cookie', 'kept=; Path=/; Max-Age=0'],
];
export const LOGIN_PAGE: Reply & { readonly body: string } = {
  status: 302,
  headers: [
    ['Location', '/login'],
    ['Content-Type', 'text/plain'],
    ['X-Challenge', '1'],
  ],
  body: 'Sign in first.',
};

/** What the engine does in all checks that do not say otherwise. */
export const usual: Script = {
  remember: (_, { userid }) => kept(userid),
  forget: () => FORGET,
  challenge: () => LOGIN_PAGE,
};

export const valuesOf = (headers: HeaderList): readonly string[] => headers.map(([, value]) => value);
