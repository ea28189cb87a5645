/**
 * How a plugin names itself and the other side: in codes, cookies, keys, texts and logs. A constant of the plugin.
 *
 * @example
 * const naming = {
 *   package: '@who/plugin-cas', prefix: 'CAS', answer: 'TICKET', peer: 'CAS', urlOption: 'casUrl'
 * } as const satisfies SsoNaming;
 */
export interface SsoNaming<Prefix extends string = string, Answer extends string = string> {
  /** The package, as errors and log lines name it. It is part of what keys are derived for, too. */
  readonly package: string;
  /**
   * What every code begins with, in capitals: `CAS` makes `CAS_STATE_MISSING`. In lower case it is the beginning of the
   * cookies' names (`who_cas`), of what is remembered (`cas=`), and the end of the usual callback path (`/login/cas`).
   */
  readonly prefix: Prefix;
  /** What a browser brings back, in capitals: `TICKET` makes `CAS_TICKET_MISSING`. Texts have it in lower case. */
  readonly answer: Answer;
  /** The other side, in a sentence: `CAS`, `the provider`. */
  readonly peer: string;
  /** The same, where a machine is meant. @default the {peer} server */
  readonly server?: string | undefined;
  /** Where people sign in. @default the {peer} login page */
  readonly loginPage?: string | undefined;
  /** The option that says where the other side is: `casUrl`. Reasons have its value under this name. */
  readonly urlOption: string;
}

/** All that is derived of it. */
export interface Names extends SsoNaming {
  readonly server: string;
  readonly loginPage: string;
  /** In lower case: `cas`. */
  readonly short: string;
  /** In lower case: `ticket`. */
  readonly answerWord: string;
}

export function namesOf(naming: SsoNaming): Names {
  const { peer, prefix, answer } = naming;
  const word = peer.replace(/^the /, '');
  return {
    ...naming,
    server: naming.server ?? `the ${word} server`,
    loginPage: naming.loginPage ?? `the ${word} login page`,
    short: prefix.toLowerCase(),
    answerWord: answer.toLowerCase(),
  };
}

/** The beginning of a sentence. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
