import type { SessionKey } from '@who/sso';

/** A session at the identity provider: its index says something beside the person's name only. */
export function groupOf(nameId: string, sessionIndex: string): string {
  return JSON.stringify([nameId, sessionIndex]);
}

/** What single logout names later. */
export function sessionKeyOf(nameId: string, sessionIndex: string | undefined): SessionKey {
  return { subject: nameId, ...(sessionIndex !== undefined && { group: groupOf(nameId, sessionIndex) }) };
}
