import type { Authentication } from '@who/core';
import type { Person } from '../people/people.js';

/** What a sign-in keeps of when its password was changed. */
export function userdataOf({ changed }: Person): Pick<Authentication, 'userdata'> {
  return changed === '' ? {} : { userdata: `${MARK}${changed}` };
}

/** When the password of a sign-in was changed; `undefined` where it does not say. */
export function changedIn(userdata: string): string | undefined {
  return userdata.startsWith(MARK) ? userdata.slice(MARK.length) : undefined;
}

const MARK = 'pwd=';
