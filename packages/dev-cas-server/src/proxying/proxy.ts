import { parameter, pushBounded } from '@who/dev-server';
import { proxyJson } from '../answers/cas-json.js';
import { proxyXml } from '../answers/cas-xml.js';
import { answerIn } from '../answers/dialect.js';
import { type Failure, type FailureCode, failed, type ProxyGrant } from '../answers/outcome.js';
import type { CasContext, Handler } from '../context.js';
import type { AnswerFault } from '../faults/faults.js';
import { parseService, toLocation } from '../service-url.js';
import { badRequest, wantsJson } from '../validation/validate.js';

/** A proxy ticket that was asked for, and how that ended. */
export interface ProxyRecord {
  readonly targetService: string | undefined;
  /** What was found, whatever a fault then made of it. */
  readonly outcome: 'success' | FailureCode;
  readonly fault: AnswerFault | undefined;
}

const maxRecords = 1_000;

/** `/proxy`: a proxy ticket for whoever holds a proxy-granting ticket. */
export const proxy: Handler = ({ query }, context) => {
  let json = false;
  let result: ProxyGrant | Failure;
  try {
    json = wantsJson(query);
    result = grant(parameter(query, 'pgt'), parameter(query, 'targetService'), context);
  } catch (error) {
    result = badRequest(error);
  }
  const answer = answerIn(json ? proxyJson : proxyXml, result);
  const { reply, fault } = context.faults.spoil('proxy', answer.reply, answer);
  const targetService = query.get('targetService') ?? undefined;
  const outcome = failed(result) ? result.code : 'success';
  pushBounded(context.proxyRequests, { targetService, outcome, fault }, maxRecords);
  const forWhat = targetService ? ` for ${toLocation(targetService)}` : '';
  context.options.logger.debug(`/proxy${forWhat}: ${outcome}${fault ? `, fault ${fault}` : ''}`);
  return reply;
};

function grant(
  pgt: string | undefined,
  targetService: string | undefined,
  { grantingTickets, sessions, tickets, options }: CasContext,
): ProxyGrant | Failure {
  if (!pgt || !targetService) {
    return { code: 'INVALID_REQUEST', message: 'Parameters "pgt" and "targetService" are needed' };
  }
  if (!/^PGT-[\w.-]{1,252}$/.test(pgt)) {
    return { code: 'INVALID_TICKET_SPEC', message: 'That is no proxy-granting ticket' };
  }
  const granting = grantingTickets.find(pgt);
  if (!granting) return { code: 'INVALID_TICKET', message: 'Ticket not recognised' };
  if (!sessions.lasts(granting.session)) return { code: 'INVALID_TICKET', message: 'The user has signed out since' };
  const url = parseService(targetService);
  if (!url || !options.serviceAllowed(url)) {
    return { code: 'UNAUTHORIZED_SERVICE', message: `The service ${targetService} may not use this server` };
  }
  const { session, proxies } = granting;
  return { proxyTicket: tickets.issue(session, { service: targetService, fromNewLogin: false, proxies }).id };
}
