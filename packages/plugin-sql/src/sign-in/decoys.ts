import type { Kind } from '@who/passwords';

/** Knows what most stored passwords look like, of those that came by lately. */
export interface Decoys {
  /** One of the most frequent kind; `undefined` before the first. */
  readonly usual: string | undefined;
  seen(userid: string, stored: string, kind: Kind): void;
}

interface Group {
  count: number;
  readonly stored: string;
}

/** Users count once each, so that nobody gives the tone by signing in again and again. */
export function decoys(): Decoys {
  const groups = new Map<string, Group>();
  const keys = new Map<string, string>();
  let usual: Group | undefined;

  function leave(userid: string): void {
    const key = keys.get(userid);
    const group = key === undefined ? undefined : groups.get(key);
    if (key === undefined || group === undefined) return;
    keys.delete(userid);
    group.count--;
    if (group.count === 0) groups.delete(key);
  }

  return {
    get usual() {
      return usual?.stored;
    },
    seen(userid, stored, { form, scheme, cost, memoryBytes }) {
      const key = `${form} ${scheme} ${cost} ${memoryBytes}`;
      if (keys.get(userid) === key) return;
      leave(userid);
      const group = groups.get(key) ?? { count: 0, stored };
      group.count++;
      groups.set(key, group);
      keys.set(userid, key);
      const [oldest] = keys.keys();
      if (keys.size > MAX_SEEN && oldest !== undefined) leave(oldest);
      usual = [...groups.values()].reduce((one, other) => (other.count > one.count ? other : one));
    },
  };
}

const MAX_SEEN = 1000;
