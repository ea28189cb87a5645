/** Somebody whom tickets are about. */
export interface User {
  readonly userid: string;
  readonly tokens: readonly string[];
  readonly userdata: string;
}

const USERIDS: Readonly<Record<string, readonly string[]>> = {
  plain: ['alice', 'Bob', 'x', 'a_b.c-d~e', 'path/to/name', '0', 'false', 'None', 'userid_type'],
  addresses: ['user@example.com', 'a.b+tag@example.co.uk', 'https://idp.example.org/#me', 'urn:x:y?z=1&a=2'],
  blanks: ['a b', ' leading', 'trailing ', 'three   in a row', 'a\u00a0b'],
  accents: ['josé', 'Zoë Müller', 'Łukasz Żółć', 'n\u0303 in two parts', 'ÿ', 'ı İ ß ﬁ'],
  scripts: ['日本', 'مرحبا', 'Ελένη', 'Привет', 'हिन्दी', '한국어'],
  wide: ['ａｌｉｃｅ', '１２３', '！', 'ａ＠ｂ．ｃ'],
  emoji: ['😀', '👩‍👩‍👧', '🇨🇭 bob'],
  marks: ['idp!sp!id=', '!', 'a!', '!a', 'CORP\\bob', 'back\\054slash', '"quoted"', 'end"', '"start', "o'x"],
  signs: ['a;b', ';', 'a,b', 'a=b', '%41', '100%', '%', 'a+b', '<b>', '{[(|)]}', '$&`^*~', 'Ym9i', 'who1bob', '\u2028'],
  names: ['uid=bob,ou=people,dc=example,dc=org', 'CN=Bob Müller,O=Example', '/C=CH/O=Org/CN=a b'],
  numbers: ['42', '-7', '1', '007', '1_000', '9007199254740993', '123456789012345678901234567890'],
  long: ['a'.repeat(255), 'é'.repeat(200), '日'.repeat(150), 'a b'.repeat(80), `${'x'.repeat(300)}@example.org`],
};

const TOKENS: readonly (readonly string[])[] = [[], ['staff'], ['admin', 'staff'], [], ['a-b_c+d', 'x']];
const ODD_TOKENS: readonly (readonly string[])[] = [['0'], ['two words'], ['é'], ['日本', 'x'], ['"a"', 'x;y']];
const USERDATA: readonly string[] = ['', 'sid=1', 'a=1&b=2', '', 'a text', '|x|y=z|', 'x'.repeat(300)];
const ODD_USERDATA: readonly string[] = [
  'with ! in it',
  '!first',
  'a;b',
  '"quoted"',
  'é=ü',
  '日本',
  '%41',
  'back\\slash',
];

/**
 * Two hundred people: every name with plain tokens and userdata, then with odd ones, then with others, by steps that have
 * no common factor.
 */
export const users: readonly User[] = (() => {
  const names = Object.values(USERIDS).flat();
  const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  return Array.from({ length: 200 }, (_, i) => ({
    userid: pick(names, i),
    tokens: pick(i % 4 === 3 ? ODD_TOKENS : TOKENS, i >> 1),
    userdata: pick(i % 3 === 2 ? ODD_USERDATA : USERDATA, i >> 2),
  }));
})();

/** As many whose userids are integers, small and large, as Python writes them. */
export const numberedUsers: readonly User[] = users.map(({ tokens }, i) => ({
  userid: String(BigInt(i % 2 === 0 ? i : -i) ** BigInt(1 + (i % 9))),
  tokens,
  userdata: 'userid_type:int',
}));
