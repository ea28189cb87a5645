import type { Kind } from '@who/passwords';

/** Knows what most stored passwords look like, of those that came by lately. */
export interface Decoys {
  /** One of the most frequent kind; `undefined` before the first. */
  readonly usual: string | undefined;
  /** Whether this was a user's stored password when it was seen last. */
  knows(userid: string, stored: string): boolean;
  seen(userid: string, stored: string, kind: Kind): void;
}

interface Group {
  count: number;
  readonly stored: string;
}

/** Users count once each, so that nobody gives the tone by signing in again and again. */
export function decoys(): Decoys {
  const groups = new Map<string, Group>();
  const users = new Map<string, { readonly key: string; readonly stored: string }>();
  let usual: Group | undefined;

  function leave(userid: string): void {
    const { key = '' } = users.get(userid) ?? {};
    const group = groups.get(key);
    if (!group) return;
    users.delete(userid);
    group.count--;
    if (group.count === 0) groups.delete(key);
  }

  return {
    get usual() {
      return usual?.stored;
    },
    knows: (userid, stored) => users.get(userid)?.stored === stored,
    seen(userid, stored, { form, scheme, cost, memoryBytes }) {
      const key = `${form} ${scheme} ${cost} ${memoryBytes}`;
      leave(userid);
      const group = groups.get(key) ?? { count: 0, stored };
      group.count++;
      groups.set(key, group);
      users.set(userid, { key, stored });
      const [oldest] = users.keys();
      if (users.size > MAX_SEEN && oldest !== undefined) leave(oldest);
      usual = [...groups.values()].reduce((one, other) => (other.count > one.count ? other : one));
    },
  };
}

const MAX_SEEN = 1000;
