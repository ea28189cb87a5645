import { randomBytes } from 'node:crypto';
import type { SsoRequest } from '@who/sso';
import type { CasSettings } from '../options.js';
import { parseJsonResponse } from '../protocol/json-response.js';
import type { CasOutcome } from '../protocol/outcome.js';
import { parsePlainResponse } from '../protocol/plain-response.js';
import type { Reading } from '../protocol/reading.js';
import { samlRequest } from '../protocol/saml-request.js';
import { parseSamlResponse } from '../protocol/saml-response.js';
import { parseServiceResponse } from '../protocol/service-response.js';
import type { TicketQuestion } from './question.js';

/** A question in the words of one protocol version, and how its answer is read. */
export interface Wording<T = CasOutcome> {
  readonly url: string;
  readonly init: Pick<SsoRequest, 'method' | 'headers' | 'body'>;
  /** @throws {WhoError} CAS_BAD_RESPONSE */
  readonly parse: (text: string, reading: Reading) => T;
}

/** @param nowMs milliseconds since 1970 */
export function wordingOf(settings: CasSettings, question: TicketQuestion, nowMs: number): Wording {
  if (settings.version === 'saml') return saml(settings, question, nowMs);
  const { service, ticket, renew, pgtUrl } = question;
  const query = new URLSearchParams({ service, ticket });
  if (renew) query.set('renew', 'true');
  if (pgtUrl !== undefined) query.set('pgtUrl', pgtUrl);
  if (settings.format === 'json') query.set('format', 'JSON');
  return {
    url: `${settings.casUrl}${endpointOf(settings)}?${query}`,
    init: { method: 'GET', headers: { Accept: settings.format === 'json' ? 'application/json' : XML } },
    parse: settings.version === '1' ? parsePlainResponse : PARSERS[settings.format],
  };
}

function saml(settings: CasSettings, { service, ticket, renew }: TicketQuestion, nowMs: number): Wording {
  const requestId = `_${randomBytes(16).toString('hex')}`;
  const query = new URLSearchParams({ TARGET: service });
  if (renew) query.set('renew', 'true');
  const toleranceMs = settings.clockToleranceSeconds * 1000;
  return {
    url: `${settings.casUrl}/samlValidate?${query}`,
    init: {
      method: 'POST',
      headers: {
        Accept: 'text/xml',
        'Content-Type': 'text/xml; charset=utf-8',
        SOAPAction: '"http://www.oasis-open.org/committees/security"',
      },
      body: samlRequest({ requestId, issuedAt: nowMs, ticket }),
    },
    parse: (text, reading) => parseSamlResponse(text, { requestId, service, nowMs, toleranceMs }, reading),
  };
}

/** Only `/proxyValidate` accepts the tickets of proxies. */
function endpointOf({ version, acceptProxies }: CasSettings): string {
  if (version === '1') return '/validate';
  return (version === '3' ? '/p3' : '') + (acceptProxies ? '/proxyValidate' : '/serviceValidate');
}

const PARSERS = { xml: parseServiceResponse, json: parseJsonResponse } as const;
const XML = 'application/xml, text/xml, text/plain;q=0.9, */*;q=0.1';
