// #with identifier
/** A userid and the secret that shows that it is theirs. */
export interface Token {
  readonly userid: string;
  readonly secret: string;
}

/**
 * Reads a token: a userid, a dot, and a secret of letters, digits, `-` and `_`. The last dot counts, so that mail
 * addresses can be userids.
 *
 * @returns `undefined` for anything else
 * @example
 * parseToken('ann@example.org.c2VjcmV0'); // { userid: 'ann@example.org', secret: 'c2VjcmV0' }
 */
export function parseToken(text: string): Token | undefined {
  const [, userid, secret] = TOKEN.exec(text) ?? [];
  return userid === undefined || secret === undefined ? undefined : { userid, secret };
}

const TOKEN = /^([\w.@+-]+)\.([\w-]+)$/;
// #end
