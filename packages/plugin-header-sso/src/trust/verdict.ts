import type { Exchange } from '@who/core';
import { HeaderSsoCredentials } from '../credentials.js';
import type { HeaderSsoAnswerCode } from '../errors.js';
import type { FoundHeaders, HeaderTable } from '../headers/header-table.js';
import { firstUser } from '../headers/user.js';
import { isAbsent } from '../headers/values.js';
import type { HeaderSsoSettings } from '../options.js';
import { type Because, reasons } from '../reasons.js';
import { trustTest } from './trust.js';

/** What is to be made of the front end's headers in one request. */
export interface Verdict {
  readonly credentials?: HeaderSsoCredentials | undefined;
  /** Headers that the application may not see. */
  readonly conceal?: readonly string[] | undefined;
  /** The request is refused. */
  readonly refused?: HeaderSsoAnswerCode | undefined;
  readonly because: (exchange: Exchange) => Because;
}

/** Nothing to believe, and nothing to hide. */
const NO_HEADERS: Verdict = { because: () => [reasons.HEADER_SSO_NO_HEADERS] };

/**
 * Makes a judge over requests.
 *
 * @returns a function that is told whether the front end sets headers on the path that a request asks for
 */
export function judge(
  settings: HeaderSsoSettings,
  table: HeaderTable,
): (exchange: Exchange, isProtected: boolean) => Verdict {
  const { secret, sessionHeader, userHeaders, attributes, alwaysConceal } = settings;
  const { isTrusted, whyNot } = trustTest(settings, table);
  const userIndexes = userHeaders.map((name) => table.indexOf(name));
  const sessionIndex = sessionHeader === undefined ? -1 : table.indexOf(sessionHeader);
  const saying = [...userIndexes, ...attributes.map(([header]) => table.indexOf(header))];

  const conceal = table.names;
  const refused = settings.untrusted === 'refuse' ? 'HEADER_SSO_UNTRUSTED' : undefined;
  const elsewhere: Verdict = { conceal, refused, because: () => [reasons.HEADER_SSO_OTHER_PATH] };
  const untrusted: Verdict = { conceal, refused, because: whyNot };
  const ambiguous: Verdict = {
    conceal,
    refused: 'HEADER_SSO_AMBIGUOUS',
    because: () => [reasons.HEADER_SSO_AMBIGUOUS],
  };
  const noSession = (): Because => [reasons.HEADER_SSO_NO_SESSION, { header: `${sessionHeader}` }];
  const noUser = (): Because => [reasons.HEADER_SSO_NO_USER, { headers: userHeaders.join(', ') }];
  const isFound = (): Because => [reasons.HEADER_SSO_FOUND];

  /** What nobody may see of the front end's own requests, either: its secret, and what is not the front end's. */
  const unseen = [...(secret ? [secret.header] : []), ...alwaysConceal];
  const unseenIndexes = unseen.map((name) => table.indexOf(name));

  function read(found: FoundHeaders): Verdict {
    const { values } = found;
    if (sessionIndex !== -1 && isAbsent(values[sessionIndex])) {
      return { conceal: hidden(found, false), because: noSession };
    }
    const user = firstUser(values, userIndexes);
    if (user === undefined) return { conceal: hidden(found, false), because: noUser };
    const credentials = new HeaderSsoCredentials(user, values, settings);
    return { credentials, conceal: hidden(found, true), because: isFound };
  }

  /** What there is to hide. Attributes of nobody are a client's own, which got past the front end. */
  function hidden({ values }: FoundHeaders, isSignedIn: boolean): readonly string[] | undefined {
    if (!isSignedIn && saying.some((index) => !isAbsent(values[index]))) return table.names;
    for (const index of unseenIndexes) if (values[index] !== undefined) return unseen;
    return undefined;
  }

  function verdictOn(exchange: Exchange, isProtected: boolean): Verdict {
    const found = table.find(exchange.headerLines);
    if (found === undefined) return NO_HEADERS;
    if (!isProtected) return elsewhere;
    if (!isTrusted(exchange, found)) return untrusted;
    return found.ambiguous ? ambiguous : read(found);
  }

  return (exchange, isProtected) => {
    const verdict = verdictOn(exchange, isProtected);
    exchange.explain?.(...verdict.because(exchange));
    return verdict;
  };
}
