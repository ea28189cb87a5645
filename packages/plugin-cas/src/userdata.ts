import type { Identity } from '@who/core';

/** What is known of a sign-in through CAS. */
export interface CasOrigin {
  /** Whether somebody has typed a password for it, and was not let through by a CAS session. @default false */
  readonly renewed?: boolean | undefined;
  /** 22 characters. @default none: a CAS server cannot end it */
  readonly sessionId?: string | undefined;
}

/**
 * What a sign-in through CAS leaves in the remembered identity, so that a later request knows where it came from.
 *
 * @param name the plugin's registered name
 */
export function casUserdata(name: string, { renewed = false, sessionId }: CasOrigin = {}): string {
  const origin = new URLSearchParams({ cas: name, ...(renewed && { renew: '1' }) }).toString();
  return sessionId === undefined ? origin : origin + MARK + sessionId;
}

/** The session id in what {@link casUserdata} made. Asked on every request, so nothing is parsed. */
export function sessionIdIn(userdata: string): string | undefined {
  const start = userdata.length - SESSION_ID_LENGTH;
  if (!userdata.startsWith('cas=') || !userdata.startsWith(MARK, start - MARK.length)) return undefined;
  return userdata.slice(start);
}

/** Whether somebody has signed in through the plugin of this name. */
export function cameFromCas(identity: Identity, name: string): boolean {
  return new URLSearchParams(identity.userdata).get('cas') === name;
}

/** Whether somebody has typed a password for this sign-in, and was not let through by a CAS session. */
export function isRenewed(identity: Identity, name: string): boolean {
  return cameFromCas(identity, name) && new URLSearchParams(identity.userdata).get('renew') === '1';
}

export const SESSION_ID_LENGTH = 22;
const MARK = '&sid=';
