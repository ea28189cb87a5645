import { type Reason, reasonsOf } from '@who/core';
import { codeOf } from './codes.js';
import { capitalized, type Names, namesOf, type SsoNaming } from './naming.js';

// What every such plugin says, under its own prefix (`NOT_ITS_PATH` is `CAS_NOT_ITS_PATH`, `ANSWER_CAME` is
// `CAS_TICKET_CAME`) and in its own words: `{peer}`, `{loginPage}`, `{answer}` and `{at}` stand for those, the rest for facts.

const texts = {
  NOT_ITS_PATH: { text: 'The path is none of this plugin, and no policy asks for a sign-in there.' },
  NOTHING_POSTED: { text: 'What was posted has neither a {answer} nor a logout request.' },
  POLICY: { text: 'A policy asks for a sign-in here: "{ask}".' },
  UNASKED: { text: 'A {answer} came unasked, and is taken as a proxy has it or "acceptUnsolicited" allows it.' },

  SENT: {
    text: 'The browser is sent to {at}, which sends it back to {publicUrl}{callbackPath}.',
    hint: 'Where it comes back elsewhere or {peer} refuses the address, "publicUrl" is not the address in the browser.',
  },
  HOST_ELSEWHERE: {
    text: 'The request names a Host that is not in "publicUrl": the browser comes back to {publicUrl}.',
    hint: 'Set "publicUrl" to the address in the browser. A cookie of another host does not come along.',
  },
  ASKED_AGAIN: {
    text: 'The same page asks for a sign-in again, right after one: round {round} of {maxRounds}.',
    hint: 'Name the rememberer "{rememberer}" in "identifiers" and "authenticators"; its cookie has to come back.',
  },
  LOOP: {
    text: 'The same page asked for a sign-in again and again, so the browser is not sent round any more.',
    hint: 'It wants more than a user who is signed in, or the rememberer is missing or its cookie does not come back.',
  },
  ONCE_MORE: { text: '{peer} refused a {answer} that may have timed out on its way: the browser gets another one.' },
  SIGN_IN_REQUIRED: { text: 'A script or a tag of a page cannot be sent to {loginPage}.' },
  SIGNED_IN: { text: 'Somebody is signed in already: nothing is asked.' },
  OTHER_ANSWER: { text: 'Another identifier answers this request.' },
  GATEWAY_NO_PAGE: { text: '{peer} is asked without a word at page loads only, and this is none.' },
  GATEWAY_ASKED: { text: '{peer} was asked about this browser within {gatewayPauseSeconds} s: not again.' },
  NOBODY_THERE: { text: '{peer} was asked without a word, and knows nobody: a stranger gets the page.' },

  STATE_MISSING: { text: 'A {answer} or a state came that this browser has not been sent off with.' },
  STATE_INVALID: { text: 'The state is old, used up, or not of this browser.' },
  STATE_PUSHED: {
    text: 'Nobody was sent to fetch this {answer}: it was pushed ("acceptUnsolicited"), or {peer} lost the query.',
  },
  STATE_UNKNOWN: { text: 'The address is not one that this plugin has made.' },
  STATE_USED: { text: 'This sign-in has been used already.' },
  STATE_OLD: { text: 'It took longer than "stateMaxAgeSeconds", {stateMaxAgeSeconds}.' },
  STATE_OTHER_SECRET: {
    text: 'The cookie was signed with another secret: all processes need the same "stateSecrets", also after a restart.',
  },
  STATE_OTHER_HOST: {
    text: 'It began at a Host that is not in "publicUrl", so the cookie stayed there and did not come to {publicUrl}.',
    hint: 'Set "publicUrl" to the address in the browser, or lead all other hosts there.',
  },
  STATE_CROWDED_OUT: { text: 'Its cookie is gone: it has been used already, or newer sign-ins have taken its place.' },
  STATE_OTHER_BROWSER: {
    text: 'The browser sent other cookies, but not this one: it has been used already, or began in another browser.',
  },
  STATE_NO_COOKIES: {
    text: 'The browser sent no cookie: it keeps none, or this is not the browser in which it began.',
  },
  STATE_NO_COOKIES_HTTPS: {
    text: 'The browser sent no cookie: it keeps none, this is not the browser in which it began, or it began over plain http.',
  },

  ANSWER_CAME: { text: '{peer} sent the browser back with a {answer}.' },
  ANSWER_INVALID: { text: 'Not exactly one well-formed {answer} came.' },
  ANSWER_MISSING: { text: '{peer} sent the browser back without a {answer}: nobody has signed in there.' },
  ANSWER_REJECTED: { text: '{peer} refused the {answer}, or ended the session while it began: nobody is signed in.' },
  ACCEPTED: { text: '{peer} says whose {answer} it is.' },
  SESSION_OVER: { text: '{peer} has ended the session while it began.' },
  OTHER_CREDENTIALS: { text: 'These credentials are no {answer} that this plugin has found.' },
  UNREACHABLE: {
    text: '{peer} at {at} did not answer, or not in time: {code}.',
    hint: 'Try the address from this very machine; look at names, certificates, firewalls and "timeoutMs".',
  },
  BUSY: { text: '{maxValidations} {answer}s are being validated already ("maxValidations").' },
  UNUSABLE: { text: 'What {peer} at {at} answered cannot be used: {code}.', hint: 'The log has more.' },
  BREAKER_OPEN: {
    text: '{peer} did not answer {maxFailures} times in a row, so it is not asked for {failurePauseMs} ms.',
    hint: 'Have it answer again, and look at the reasons of the requests before.',
  },

  OTHER_SIGN_IN: { text: 'This sign-in was not made by {peer}, so its own plugin keeps it.' },
  KEPT_BY: { text: 'It is for "{rememberer}" to keep the user signed in.' },
  FORGOTTEN_BY: { text: 'It is for "{rememberer}" to forget the user.' },
  LOGOUT: { text: 'The session is ended here, and at {peer}.' },
  LOGOUT_HERE: { text: 'The session did not come from {peer}, so it is ended here only.' },
  LOGOUT_REFUSED: { text: 'Another site sent the browser here to sign the user out: refused.' },
  LOGOUT_REQUEST_INVALID: { text: 'Not exactly one well-formed logout request came.' },
  LOGOUT_BY_PEER: { text: '{peer} has ended a session.' },
  LOGOUT_UNKNOWN: { text: 'The logout request is about a {answer} that began no session here.' },
  SENDER_REFUSED: { text: 'The sender is not at an address that is allowed.' },
} as const;

/** What the base calls them. */
export type ReasonName = keyof typeof texts;

type CodeOf<Name extends ReasonName, Prefix extends string, Answer extends string> = Name extends 'BREAKER_OPEN'
  ? Name
  : Name extends 'LOGOUT_BY_PEER'
    ? `${Prefix}_LOGOUT_BY_${Prefix}`
    : Name extends `ANSWER_${infer Rest}`
      ? `${Prefix}_${Answer}_${Rest}`
      : `${Prefix}_${Name}`;

/** Codes of the reasons that every such plugin gives. */
export type SsoReasonCode<Prefix extends string = string, Answer extends string = string> = {
  [Name in ReasonName]: CodeOf<Name, Prefix, Answer>;
}[ReasonName];

/** The reasons by what the base calls them. */
export type BaseReasons = Readonly<Record<ReasonName, Reason>>;

/** @param own reasons of the plugin, by their codes: they stand in the place of those of the base */
export function baseReasons(names: Names, own: Readonly<Record<string, Reason>> = {}): BaseReasons {
  const words: Readonly<Record<string, string>> = {
    peer: names.peer,
    loginPage: names.loginPage,
    answer: names.answerWord,
    at: `{${names.urlOption}}`,
  };
  const filled = (text: string): string =>
    capitalized(text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole));
  const entries = Object.entries<Omit<Reason, 'code'>>(texts).map(([name, { text, hint }]) => {
    const code = reasonCode(name as ReasonName, names);
    const made = { code, text: filled(text), ...(hint !== undefined && { hint: filled(hint) }) };
    return [name, own[code] ?? made] as const;
  });
  return Object.freeze(Object.fromEntries(entries)) as BaseReasons;
}

/**
 * The reasons that every such plugin gives, by their codes, for those who list them.
 *
 * @example
 * const reasons = ssoReasons({
 *   package: '@who/plugin-cas', prefix: 'CAS', answer: 'TICKET', peer: 'CAS', urlOption: 'casUrl'
 * });
 * console.log(reasons.CAS_STATE_MISSING.text);
 */
export function ssoReasons<const Prefix extends string, const Answer extends string>(
  naming: SsoNaming<Prefix, Answer>,
): Readonly<Record<SsoReasonCode<Prefix, Answer>, Reason>> {
  const all = Object.values(baseReasons(namesOf(naming)));
  return reasonsOf(Object.fromEntries(all.map(({ code, ...rest }) => [code, rest]))) as never;
}

function reasonCode(name: ReasonName, names: Names): string {
  if (name === 'BREAKER_OPEN') return name;
  return name === 'LOGOUT_BY_PEER' ? `${names.prefix}_LOGOUT_BY_${names.prefix}` : codeOf(name, names);
}
