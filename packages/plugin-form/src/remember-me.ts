import { Identity } from '@who/core';

/**
 * The identity of somebody who chose to stay signed in for so long. It says so in its userdata, which rememberers keep:
 * `remember=SECONDS`, behind what stands there already.
 */
export function staying(identity: Identity, seconds: number): Identity {
  const { userdata, identifier, authenticator } = identity;
  const before = userdata === '' ? '' : `${userdata}&`;
  return new Identity({ ...identity, userdata: `${before}${MARK}${seconds}` }, identifier, authenticator);
}

/**
 * For how many seconds somebody chose to stay signed in, of an identity or a ticket: what a rememberer goes by, as
 * `maxAgeSeconds` of `authTkt` for instance.
 *
 * @returns `undefined` for who did not choose so
 */
export function rememberedSeconds({ userdata }: Pick<Identity, 'userdata'>): number | undefined {
  // Asked on each request, so nothing is parsed for those who did not.
  if (!userdata.includes(MARK)) return undefined;
  const [, seconds] = /(?:^|&)remember=([1-9]\d{0,9})$/.exec(userdata) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

const MARK = 'remember=';
