import type { Identity } from '@who/core';

/** What is known of a sign-in elsewhere. */
export interface Origin {
  /** Whether somebody has typed a password for it, and was not let through. @default false */
  readonly isRenewed?: boolean | undefined;
  /** 22 characters. @default none: the other side cannot end it */
  readonly sessionId?: string | undefined;
  /** What the protocol adds. */
  readonly more?: Readonly<Record<string, string>> | undefined;
}

/** What sign-ins through plugins of one prefix leave in the remembered identity, so that later requests know of it. */
export interface Userdata {
  /** @param name the plugin's registered name */
  write(name: string, origin?: Origin): string;
  /** Whether somebody has signed in through the plugin of this name. */
  cameThrough(identity: Identity, name: string): boolean;
  /** Whether somebody has typed a password for this sign-in through it. */
  isRenewed(identity: Identity, name: string): boolean;
  /** The session id in what {@link write} made. */
  sessionIdIn(userdata: string): string | undefined;
}

/** @param key the prefix in lower case, `cas`: the first key of what is written */
export function userdataFor(key: string): Userdata {
  const beginning = beginningOf(key);
  return {
    write(name, { isRenewed = false, sessionId, more } = {}) {
      const origin = new URLSearchParams({ [key]: name, ...(isRenewed && { renew: '1' }), ...more }).toString();
      return sessionId === undefined ? origin : origin + MARK + sessionId;
    },
    cameThrough: ({ userdata }, name) => new URLSearchParams(userdata).get(key) === name,
    isRenewed({ userdata }, name) {
      const fields = new URLSearchParams(userdata);
      return fields.get(key) === name && fields.get('renew') === '1';
    },
    sessionIdIn: (userdata) => (userdata.startsWith(beginning) ? sessionIdAtEnd(userdata) : undefined),
  };
}

/** What all of one prefix begin with. */
export function beginningOf(key: string): string {
  return `${key}=`;
}

/** The session id behind all else. Asked on every request, so nothing is parsed. */
export function sessionIdAtEnd(userdata: string): string | undefined {
  const start = userdata.length - SESSION_ID_LENGTH;
  return userdata.startsWith(MARK, start - MARK.length) ? userdata.slice(start) : undefined;
}

export const SESSION_ID_LENGTH = 22;
const MARK = '&sid=';
