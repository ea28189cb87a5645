import type { AuthPubtktOptions, PubtktRefusalCode } from '../src/index.js';
import { encodeCookieValue } from '../src/index.js';
import { signed } from './support.js';

/** A cookie in a form that matters, and what both sides make of it. */
export interface Form {
  readonly what: string;
  /** The value as it is sent. */
  readonly value: string;
  /** Where it is sent. @default 'any' */
  readonly area?: Area;
  /** Whom mod_auth_pubtkt 0.13 signs in (bytes, one character for each); `undefined`: nobody. */
  readonly apache: string | undefined;
  /** Who it is here, or why it is nobody. */
  readonly here: { readonly userid: string } | { readonly code: Code };
}

type Code = PubtktRefusalCode | 'PUBTKT_EXPIRED' | 'PUBTKT_OTHER_ADDRESS' | 'PUBTKT_NO_MULTIFACTOR' | 'PUBTKT_NO_TOKEN';

/** Parts of a site with rules of their own. */
export type Area = 'any' | 'tokens' | 'multifactor';

interface Rules {
  readonly directives: readonly string[];
  readonly options: Partial<AuthPubtktOptions>;
}

export const AREAS: Readonly<Record<Area, Rules>> = {
  any: { directives: [], options: {} },
  tokens: { directives: ['TKTAuthToken staff admin'], options: { tokens: ['staff', 'admin'] } },
  multifactor: { directives: ['TKTAuthRequireMultifactor on'], options: { requireMultifactor: true } },
};

/** All forms, by a clock. Digest and key are SHA-256 and the RSA key of the fixtures; clients are at 127.0.0.1. */
export function forms(nowSeconds: number): readonly Form[] {
  const later = nowSeconds + 600;
  const bob = `uid=bob;validuntil=${later}`;
  const bobHere = { userid: 'bob' };

  /** Both sides agree, and take it for this user. */
  const good = (what: string, fields: string, userid = 'bob', area: Area = 'any'): Form => {
    return { ...sent(what, fields, area), apache: Buffer.from(userid).toString('latin1'), here: { userid } };
  };
  /** Both sides refuse it. */
  const bad = (what: string, fields: string, code: Code, area: Area = 'any'): Form => {
    return { ...sent(what, fields, area), apache: undefined, here: { code } };
  };
  /** Apache takes it for somebody, and this side refuses it. */
  const stricter = (what: string, fields: string, apache: string, code: Code, area: Area = 'any'): Form => {
    return { ...sent(what, fields, area), apache, here: { code } };
  };
  const asSent = (what: string, value: string, apache: string | undefined, here: Form['here']): Form => {
    return { what, value, apache, here };
  };
  const { value } = sent('', bob);
  const ticket = signed(bob);
  const plus = withPlus(bob);
  const refused = (code: Code): Form['here'] => ({ code });

  return [
    good('the fields that are needed', bob),
    good('the order of PHP', `uid=bob;validuntil=${later};graceperiod=${later};tokens=a,b;udata=x;multifactor=0`),
    good('another order', `udata=x;tokens=a;validuntil=${later};uid=bob`),
    good('unknown fields', `${bob};foo=bar;Uid=eve;sig2=x`),
    good('empty fields', `;;${bob};;;tokens=;udata=;bauth=;cip=;graceperiod=;multifactor=;`),
    good('"=" in values', `uid=a=b;validuntil=${later};udata=x=y=z`, 'a=b'),
    good('blanks in values', `uid= bob ;validuntil=${later}`, ' bob '),
    good('a slash and a plus', `uid=a/b+c;validuntil=${later}`, 'a/b+c'),
    good('UTF-8', `uid=jos\xc3\xa9;validuntil=${later}`, 'josé'),
    stricter('latin1', `uid=jos\xe9;validuntil=${later}`, 'jos\xe9', 'PUBTKT_BAD_USERID'),
    stricter('a tab in the userid', `uid=a\tb;validuntil=${later}`, 'a\tb', 'PUBTKT_BAD_USERID'),
    good('a userid of 64 bytes', `uid=${'a'.repeat(64)};validuntil=${later}`, 'a'.repeat(64)),
    {
      ...sent('a userid of 65 bytes, which the module cuts', `uid=${'a'.repeat(65)};validuntil=${later}`),
      apache: 'a'.repeat(64),
      here: { userid: 'a'.repeat(65) },
    },
    stricter(
      'a userid of 256 bytes',
      `uid=${'a'.repeat(256)};validuntil=${later}`,
      'a'.repeat(64),
      'PUBTKT_LONG_USERID',
    ),
    bad('an empty userid', `uid=;validuntil=${later}`, 'PUBTKT_BAD_USERID'),
    bad('no userid', `cip=127.0.0.1;validuntil=${later}`, 'PUBTKT_BAD_USERID'),
    bad('another case', `UID=bob;validuntil=${later}`, 'PUBTKT_BAD_USERID'),
    bad('a blank before a name', `uid=bob; validuntil=${later}`, 'PUBTKT_BAD_TIME'),
    bad('no end', 'uid=bob;tokens=', 'PUBTKT_BAD_TIME'),
    bad('the end 0', 'uid=bob;validuntil=0', 'PUBTKT_BAD_TIME'),
    bad('the end 2^32', 'uid=bob;validuntil=4294967296', 'PUBTKT_BAD_TIME'),
    bad('an end in milliseconds', 'uid=bob;validuntil=1795906274000', 'PUBTKT_BAD_TIME'),
    good('the last end', 'uid=bob;validuntil=4294967295'),
    stricter('the end -1', 'uid=bob;validuntil=-1', 'bob', 'PUBTKT_BAD_TIME'),
    stricter('an end that wraps', `uid=bob;validuntil=${2 ** 32 + later}`, 'bob', 'PUBTKT_BAD_TIME'),
    stricter('an end with letters', `uid=bob;validuntil=${later}abc`, 'bob', 'PUBTKT_BAD_TIME'),
    stricter('an end with a sign', `uid=bob;validuntil=+${later}`, 'bob', 'PUBTKT_BAD_TIME'),
    stricter('an end with a fraction', `uid=bob;validuntil=${later}.5`, 'bob', 'PUBTKT_BAD_TIME'),
    bad('an end that is past', `uid=bob;validuntil=${nowSeconds - 60}`, 'PUBTKT_EXPIRED'),
    stricter('two userids', `${bob};uid=eve`, 'eve', 'PUBTKT_REPEATED_FIELD'),
    stricter('two ends', `uid=bob;validuntil=1;validuntil=${later}`, 'bob', 'PUBTKT_REPEATED_FIELD'),
    stricter('";" in a value', `${bob};udata=a;b;tokens=x`, 'bob', 'PUBTKT_UNREADABLE'),
    good('the address', `${bob};cip=127.0.0.1`),
    bad('another address', `${bob};cip=192.0.2.1`, 'PUBTKT_OTHER_ADDRESS'),
    bad('an address that is none', `${bob};cip=localhost`, 'PUBTKT_BAD_FIELD'),
    {
      ...sent('the address as IPv6, which the module takes for another', `${bob};cip=::ffff:127.0.0.1`),
      apache: undefined,
      here: bobHere,
    },
    bad('no token', bob, 'PUBTKT_NO_TOKEN', 'tokens'),
    bad('empty tokens', `${bob};tokens=,`, 'PUBTKT_NO_TOKEN', 'tokens'),
    bad('another token', `${bob};tokens=adminx,staf,Admin, admin`, 'PUBTKT_NO_TOKEN', 'tokens'),
    good('one of the tokens', `${bob};tokens=foo,admin`, 'bob', 'tokens'),
    good('a token among empty ones', `${bob};tokens=,,admin,`, 'bob', 'tokens'),
    stricter(
      'tokens that the module cuts to one that counts',
      `${bob};tokens=${'x'.repeat(249)},staffed`,
      'bob',
      'PUBTKT_LONG_FIELD',
      'tokens',
    ),
    good('userdata of 255 bytes', `${bob};udata=${'u'.repeat(255)}`),
    stricter('userdata of 256 bytes', `${bob};udata=${'u'.repeat(256)}`, 'bob', 'PUBTKT_LONG_FIELD'),
    stricter('userdata with a control character', `${bob};udata=a\tb`, 'bob', 'PUBTKT_BAD_FIELD'),
    good('no second factor where none is needed', `${bob};multifactor=0`),
    good('a second factor', `${bob};multifactor=1`, 'bob', 'multifactor'),
    bad('no second factor', bob, 'PUBTKT_NO_MULTIFACTOR', 'multifactor'),
    bad('a second factor of 0', `${bob};multifactor=0`, 'PUBTKT_NO_MULTIFACTOR', 'multifactor'),
    bad('a second factor of 2', `${bob};multifactor=2`, 'PUBTKT_NO_MULTIFACTOR', 'multifactor'),
    bad('a second factor that is true', `${bob};multifactor=true`, 'PUBTKT_NO_MULTIFACTOR', 'multifactor'),
    stricter('a second factor of 1x', `${bob};multifactor=1x`, 'bob', 'PUBTKT_NO_MULTIFACTOR', 'multifactor'),
    stricter(
      'a second factor that wraps',
      `${bob};multifactor=4294967297`,
      'bob',
      'PUBTKT_NO_MULTIFACTOR',
      'multifactor',
    ),
    good('1,024 bytes', filled(`${bob};foo=`, 1024)),
    bad('1,025 bytes', filled(`${bob};foo=`, 1025), 'PUBTKT_TOO_LARGE'),

    asSent('in double quotes', `"${value}"`, 'bob', bobHere),
    asSent('one quote before', `"${value}`, 'bob', bobHere),
    asSent('one quote behind', `${value}"`, 'bob', bobHere),
    asSent(
      'lower-case escapes',
      value.replace(/%../g, (one) => one.toLowerCase()),
      'bob',
      bobHere,
    ),
    asSent('only ";" and "+" encoded', ticket.replaceAll(';', '%3B').replaceAll('+', '%2B'), 'bob', bobHere),
    asSent(
      'a plus in the signature, not encoded',
      plus.replaceAll(';', '%3B'),
      undefined,
      refused('PUBTKT_UNREADABLE'),
    ),
    asSent('encoded twice', encodeCookieValue(value), undefined, refused('PUBTKT_UNREADABLE')),
    asSent('a broken escape', `${value}%zz`, undefined, refused('PUBTKT_UNREADABLE')),
    asSent('a NUL', `${value}%00`, undefined, refused('PUBTKT_UNREADABLE')),
    asSent(
      'no signature',
      encodeCookieValue(`${bob};udata=${'x'.repeat(80)}`),
      undefined,
      refused('PUBTKT_UNREADABLE'),
    ),
    asSent('a signature without padding', encodeCookieValue(ticket.replace(/=+$/, '')), 'bob', bobHere),
    asSent('a signature in base64 for URLs', urlSafe(plus), undefined, refused('PUBTKT_UNREADABLE')),
    asSent('a signature in lines', inLines(ticket), undefined, refused('PUBTKT_UNREADABLE')),
    asSent('fields behind the signature', encodeCookieValue(`${ticket};uid=eve`), 'bob', refused('PUBTKT_UNREADABLE')),
    asSent('something behind the signature', encodeCookieValue(`${ticket}!`), 'bob', refused('PUBTKT_UNREADABLE')),
    asSent('another userid', value.replace('bob', 'eve'), undefined, refused('PUBTKT_NOT_GENUINE')),
    asSent('a signature cut short', encodeCookieValue(ticket.slice(0, -8)), undefined, refused('PUBTKT_NOT_GENUINE')),
    asSent(
      'another hash function',
      encodeCookieValue(signed(`${bob};a=1`, 'sha1')),
      undefined,
      refused('PUBTKT_NOT_GENUINE'),
    ),
    asSent('another key', encodeCookieValue(signed(bob, 'sha256', 'other')), undefined, refused('PUBTKT_NOT_GENUINE')),
    asSent(
      'another kind of key',
      encodeCookieValue(signed(bob, 'sha256', 'dsa')),
      undefined,
      refused('PUBTKT_NOT_GENUINE'),
    ),
  ];
}

function sent(what: string, fields: string, area: Area = 'any'): Pick<Form, 'what' | 'value' | 'area'> {
  return { what, value: encodeCookieValue(signed(fields)), area };
}

/** A ticket whose signature has a `+` and a `/`. */
function withPlus(fields: string): string {
  for (let i = 0; ; i++) {
    const ticket = signed(`${fields};n=${i}`);
    const [, signature = ''] = ticket.split(';sig=');
    if (signature.includes('+') && signature.includes('/')) return ticket;
  }
}

function urlSafe(ticket: string): string {
  const [fields, signature = ''] = ticket.split(';sig=');
  return encodeCookieValue(`${fields};sig=${signature.replaceAll('+', '-').replaceAll('/', '_')}`);
}

function inLines(ticket: string): string {
  const [fields, signature = ''] = ticket.split(';sig=');
  return encodeCookieValue(`${fields};sig=${signature.replace(/.{64}/g, '$&\n')}`);
}

/** Fields that make a ticket of so many bytes. */
function filled(fields: string, bytes: number): string {
  return fields + 'x'.repeat(bytes - signed(fields).length);
}
