import type { Exchange, Reply } from '@who/core';
import { refusal } from '../answers.js';
import { HeaderSsoCredentials } from '../credentials.js';
import type { FoundHeaders, HeaderTable } from '../headers/header-table.js';
import { firstUser } from '../headers/user.js';
import { isAbsent } from '../headers/values.js';
import type { HeaderSsoSettings } from '../options.js';
import { reasons } from '../reasons.js';
import { trustTest } from './trust.js';

/** What is to be made of the front end's headers in one request. */
export interface Verdict {
  readonly credentials?: HeaderSsoCredentials | undefined;
  /** Headers that the application may not see. */
  readonly conceal?: readonly string[] | undefined;
  /** The request is refused. */
  readonly reply?: Reply | undefined;
}

/** Nothing to believe, and nothing to hide. */
export const NO_HEADERS: Verdict = Object.freeze({});

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

  const concealed: Verdict = { conceal: table.names };
  const untrusted =
    settings.untrusted === 'refuse' ? { ...concealed, reply: refusal('HEADER_SSO_UNTRUSTED') } : concealed;
  const ambiguous: Verdict = { ...concealed, reply: refusal('HEADER_SSO_AMBIGUOUS') };

  /** What nobody may see of the front end's own requests, either: its secret, and what is not the front end's. */
  const unseen = [...(secret ? [secret.header] : []), ...alwaysConceal];
  const unseenIndexes = unseen.map((name) => table.indexOf(name));

  function read({ values }: FoundHeaders, exchange: Exchange): HeaderSsoCredentials | undefined {
    if (sessionIndex !== -1 && isAbsent(values[sessionIndex])) {
      return exchange.explain?.(reasons.HEADER_SSO_NO_SESSION, { header: `${sessionHeader}` });
    }
    const user = firstUser(values, userIndexes);
    if (user === undefined) return exchange.explain?.(reasons.HEADER_SSO_NO_USER, { headers: userHeaders.join(', ') });
    exchange.explain?.(reasons.HEADER_SSO_FOUND);
    return new HeaderSsoCredentials(user, values, settings);
  }

  /** What there is to hide. Attributes of nobody are a client's own, which got past the front end. */
  function hidden({ values }: FoundHeaders, isSignedIn: boolean): readonly string[] | undefined {
    if (!isSignedIn && saying.some((index) => !isAbsent(values[index]))) return table.names;
    for (const index of unseenIndexes) if (values[index] !== undefined) return unseen;
    return undefined;
  }

  return (exchange, isProtected) => {
    const found = table.find(exchange.headerLines);
    if (found === undefined) {
      exchange.explain?.(reasons.HEADER_SSO_NO_HEADERS);
      return NO_HEADERS;
    }
    if (!isProtected || !isTrusted(exchange, found)) {
      if (!isProtected) exchange.explain?.(reasons.HEADER_SSO_OTHER_PATH);
      else if (exchange.explain) whyNot(exchange);
      return untrusted;
    }
    if (found.ambiguous) {
      exchange.explain?.(reasons.HEADER_SSO_AMBIGUOUS);
      return ambiguous;
    }
    const credentials = read(found, exchange);
    return { credentials, conceal: hidden(found, credentials !== undefined) };
  };
}
