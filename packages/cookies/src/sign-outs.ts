/**
 * A bounded memory of who has signed out while requests were under way: what these answer must not sign in again.
 * When it is full, the sign-out that lies back furthest goes; requests that are older still count as overtaken then.
 */
export interface SignOuts {
  /** A moment, to be compared by {@link SignOuts.since}. */
  now(): number;
  add(userid: string): void;
  /** Whether somebody has signed out since a moment. */
  since(userid: string, moment: number): boolean;
}

export function signOuts(maxEntries = 1000): SignOuts {
  const entries = new Map<string, number>();
  let count = 0;
  let dropped = 0;
  return {
    now: () => count,
    add(userid) {
      entries.delete(userid);
      entries.set(userid, ++count);
      if (entries.size <= maxEntries) return;
      for (const [oldest, moment] of entries) {
        entries.delete(oldest);
        dropped = moment;
        return;
      }
    },
    since: (userid, moment) => moment < dropped || (entries.get(userid) ?? 0) > moment,
  };
}
