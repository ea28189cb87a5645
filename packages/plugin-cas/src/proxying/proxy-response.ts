import { badResponse } from '../errors.js';
import { failureCode } from '../protocol/attributes.js';
import { isObject, type Json, member, parseJson } from '../protocol/json.js';
import type { CasFailureCode } from '../protocol/outcome.js';
import { type Reading, STANDARD_READING } from '../protocol/reading.js';
import { serviceResponseIn } from '../protocol/service-response.js';

/** What CAS says to who wants a proxy ticket. */
export type ProxyOutcome =
  | { readonly success: true; readonly ticket: string }
  | { readonly success: false; readonly code: CasFailureCode };

/**
 * Reads the answer of `/proxy` (CAS protocol 3.0.3, 2.7), XML or JSON. Some servers call a failure there
 * `authenticationFailure`.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseProxyResponse(text: string, reading: Reading = STANDARD_READING): ProxyOutcome {
  const outcomes = /^\s*\{/.test(text) ? jsonOutcomes(text) : xmlOutcomes(text, reading);
  const [outcome] = outcomes;
  if (!outcome || outcomes.length > 1) throw badResponse(`it has ${outcomes.length} outcomes instead of one`);
  if (!outcome.success) return { success: false, code: outcome.text };
  if (!PROXY_TICKET.test(outcome.text)) throw badResponse('it does not hold exactly one proxy ticket');
  return { success: true, ticket: outcome.text };
}

/** The ticket or the code. */
interface Found {
  readonly success: boolean;
  readonly text: string;
}

function xmlOutcomes(text: string, reading: Reading): Found[] {
  const { children, namespace } = serviceResponseIn(text, reading);
  return children
    .filter((child) => child.namespace === namespace && OUTCOMES.has(child.name))
    .map((outcome) => {
      if (outcome.name !== SUCCESS) return failed(outcome.attribute('code'));
      const tickets = outcome.children.filter((child) => child.namespace === namespace && child.name === 'proxyTicket');
      return { success: true, text: tickets.length === 1 ? (tickets[0]?.text ?? '') : '' };
    });
}

function jsonOutcomes(text: string): Found[] {
  const response = at(parseJson(text), 'serviceResponse');
  const names = isObject(response) ? Object.keys(response).filter((name) => OUTCOMES.has(name)) : [];
  return names.map((name) => {
    const outcome = at(response, name);
    if (name !== SUCCESS) return failed(at(outcome, 'code'));
    const ticket = at(outcome, 'proxyTicket');
    return { success: true, text: typeof ticket === 'string' ? ticket : '' };
  });
}

const at = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? member(value, name) : undefined;

const failed = (code: Json | undefined): Found => ({
  success: false,
  text: failureCode(typeof code === 'string' ? code : undefined),
});

const SUCCESS = 'proxySuccess';
const OUTCOMES: ReadonlySet<string> = new Set([SUCCESS, 'proxyFailure', 'authenticationFailure']);
/** Some servers end it with their own host and port. */
const PROXY_TICKET = /^(?:PT|ST)-[A-Za-z0-9._:-]{1,1000}$/;
