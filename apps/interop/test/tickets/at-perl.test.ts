import { decodeCookieValue } from '@who/plugin-auth-tkt';
import { beforeAll, describe, it, vi } from 'vitest';
import {
  BANG_IN_USERID,
  BANG_WRITTEN,
  BLANK_IN_TOKEN,
  CUT_COOKIE,
  END_QUOTE,
  MD5_ONLY,
  SPLIT_USERDATA,
  TOKEN_0,
} from './exceptions.js';
import { askPerl, type PerlAnswer, type PerlJob, perlIsThere } from './minters.js';
import { users } from './users.js';
import { BINDINGS, CLIENT, cookiesOf, DIGESTS, expectVerdicts, secret, seenHere } from './verdicts.js';

// MD5 draws a warning.
vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

const combinations = DIGESTS.flatMap((digest) =>
  BINDINGS.flatMap((includeIp) =>
    (['base64', 'as it is'] as const).map((form) => ({ digest, includeIp, form, compat: 'mod_auth_tkt' as const })),
  ),
);
type Combination = (typeof combinations)[number];

const titled = combinations.map(
  (one) => [`${one.digest}, ${one.includeIp ? 'bound to an address' : 'unbound'}, ${one.form}`, one] as const,
);

/** Our tickets, in the form in which Perl gets them. */
function ticketsOf({ form, ...options }: Combination): readonly (string | undefined)[] {
  return cookiesOf(users, options).map((cookie) => {
    const value = cookie?.slice('auth_tkt='.length);
    return form === 'base64' ? value : value && decodeCookieValue(value);
  });
}

function jobOf(one: Combination): PerlJob {
  return {
    digest: one.digest.toUpperCase() as PerlJob['digest'],
    address: one.includeIp ? CLIENT : '0.0.0.0',
    mint: users.map((user) => ({ ...user, base64: one.form === 'base64' ? 1 : 0 })),
    // What was refused here is not asked about there.
    validate: ticketsOf(one).map((ticket) => ticket ?? 'none'),
  };
}

const needs = perlIsThere ? '' : ' (skipped: the examples of libapache2-mod-auth-tkt are not installed)';

describe.skipIf(!perlIsThere)(`tickets of 200 users and Perl’s Apache::AuthTkt${needs}`, () => {
  let answers: readonly PerlAnswer[];
  beforeAll(() => {
    answers = askPerl(secret, combinations.map(jobOf));
  });
  const answerTo = (one: Combination): PerlAnswer => answers[combinations.indexOf(one)] as PerlAnswer;

  it.each(titled)('%s: ours there', (_title, one) => {
    const forms = one.form === 'base64' ? [] : [END_QUOTE];
    const exceptions = [BANG_IN_USERID, ...(one.digest === 'md5' ? forms : [MD5_ONLY])];
    expectVerdicts(users, ticketsOf(one), answerTo(one).identities, exceptions);
  });

  it.each(titled)('%s: theirs here', (_title, one) => {
    const cookies = answerTo(one).tickets.map((ticket) => ticket && `auth_tkt=${ticket}`.split(';', 1)[0]);
    const forms = one.form === 'base64' ? [] : [CUT_COOKIE, END_QUOTE];
    const { form: _, ...options } = one;
    const seen = seenHere(
      cookies.map((cookie) => cookie ?? undefined),
      options,
    );
    expectVerdicts(users, cookies, seen, [BLANK_IN_TOKEN, TOKEN_0, BANG_WRITTEN, SPLIT_USERDATA, ...forms]);
  });
});
