import { releasedAttributes } from './attributes.js';
import { pushBounded } from './bounded.js';
import type { CasContext, Handler } from './context.js';
import type { ValidationFault } from './faults.js';
import { textReply } from './reply.js';
import { isOn, parameter, Refusal } from './request.js';
import {
  type Failure,
  type FailureCode,
  failureText,
  failureXml,
  type Success,
  successText,
  successXml,
} from './responses.js';
import { toLocation } from './service-url.js';

/** A validation that was asked for, and how it ended. */
export interface ValidationRecord {
  /** Path of the endpoint below the base path, e.g. `/p3/serviceValidate`. */
  readonly endpoint: string;
  readonly service: string | undefined;
  readonly ticket: string | undefined;
  /** What was found, whatever a fault then made of it. */
  readonly outcome: 'success' | FailureCode;
  readonly fault: ValidationFault | undefined;
}

/** What makes one validation endpoint differ from another. */
export interface ValidationEndpoint {
  readonly path: string;
  readonly format: 'text' | 'xml';
  readonly attributes: boolean;
}

const maxRecords = 1_000;

/** A handler for one validation endpoint. */
export function validation({ path, format, attributes }: ValidationEndpoint): Handler {
  return ({ query }, context) => {
    const outcome = validate(query, context, attributes);
    const refused = 'code' in outcome;
    const xml = refused ? failureXml(outcome) : successXml(outcome, context.options.attributeStyle);
    const plain = refused ? failureText : successText(outcome);
    const good = format === 'xml' ? textReply('application/xml', xml) : textReply('text/plain', plain);
    const { reply, fault } = context.faults.spoilValidation(good, xml);
    const record: ValidationRecord = {
      endpoint: path,
      service: query.get('service') ?? undefined,
      ticket: query.get('ticket') ?? undefined,
      outcome: refused ? outcome.code : 'success',
      fault,
    };
    pushBounded(context.validations, record, maxRecords);
    const forWhat = record.service ? ` for ${toLocation(record.service)}` : '';
    context.options.logger.debug(`${path}${forWhat}: ${record.outcome}${fault ? `, fault ${fault}` : ''}`);
    return reply;
  };
}

/** Takes the ticket and checks it. Nothing here knows in which format the answer goes out. */
function validate(query: URLSearchParams, context: CasContext, attributes: boolean): Success | Failure {
  let service: string | undefined;
  let id: string | undefined;
  let renew: boolean;
  try {
    service = parameter(query, 'service');
    id = parameter(query, 'ticket');
    renew = isOn(query, 'renew');
  } catch (error) {
    if (error instanceof Refusal) return { code: 'INVALID_REQUEST', message: error.message };
    throw error;
  }
  if (!service || !id) return { code: 'INVALID_REQUEST', message: 'Parameters "service" and "ticket" are needed' };
  // CAS 3.0.3, section 3.1.1, and the characters of section 3.7.
  if (!/^ST-[\w.-]{1,253}$/.test(id)) {
    return { code: 'INVALID_TICKET_SPEC', message: 'That is not a service ticket' };
  }
  const taken = context.tickets.take(id);
  if (taken.state !== 'valid') return { code: 'INVALID_TICKET', message: refusals[taken.state] };
  const { ticket, session } = taken;
  if (ticket.service !== service) {
    return { code: 'INVALID_SERVICE', message: `The ticket was issued for another service, ${ticket.service}` };
  }
  if (renew && !ticket.fromNewLogin) {
    return { code: 'INVALID_TICKET', message: 'The ticket did not come from a new login, and renew was set' };
  }
  session.signedIn.push(ticket);
  const user = attributes ? context.options.users.get(ticket.userid) : undefined;
  return { userid: ticket.userid, attributes: user && releasedAttributes(user, ticket) };
}

const refusals = {
  unknown: 'Ticket not recognised',
  used: 'The ticket has been used already',
  expired: 'The ticket has expired',
  'signed-out': 'The user has signed out since',
} as const;
