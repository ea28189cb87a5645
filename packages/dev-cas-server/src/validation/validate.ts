import { parameter, pushBounded, Refusal } from '@who/dev-server';
import { validationJson } from '../answers/cas-json.js';
import { validationText } from '../answers/cas-text.js';
import { validationXml } from '../answers/cas-xml.js';
import { type Answer, answerIn } from '../answers/dialect.js';
import { type Failure, type FailureCode, failed, type Success } from '../answers/outcome.js';
import type { CasContext, Handler } from '../context.js';
import type { AnswerFault } from '../faults/faults.js';
import { isOn } from '../http/is-on.js';
import { type Reply, textReply } from '../http/reply.js';
import { toLocation } from '../service-url.js';
import { type CheckPolicy, checkTicket, type TicketCheck } from './check-ticket.js';

/** A validation that was asked for, and how it ended. */
export interface ValidationRecord {
  /** Path of the endpoint below the base path, e.g. `/p3/serviceValidate`. */
  readonly endpoint: string;
  readonly service: string | undefined;
  readonly ticket: string | undefined;
  /** What was found, whatever a fault then made of it. */
  readonly outcome: 'success' | FailureCode;
  readonly fault: AnswerFault | undefined;
}

/** What makes one validation endpoint differ from another. */
export interface ValidationEndpoint extends CheckPolicy {
  readonly path: string;
  readonly text?: true | undefined;
}

const maxRecords = 1_000;

/** A handler for one validation endpoint that is asked by GET. */
export function validation({ path, text, ...policy }: ValidationEndpoint): Handler {
  return async ({ query }, context) => {
    const { check, json } = read(query);
    const result = failed(check) ? check : await checkTicket(check, policy, context);
    const dialect = json && !text ? validationJson : validationXml(context.options.attributeStyle);
    const answer = answerIn(dialect, result);
    const reply = text ? textReply('text/plain', validationText(result)) : answer.reply;
    const [service, ticket] = [query.get('service') ?? undefined, query.get('ticket') ?? undefined];
    return finishValidation({ endpoint: path, service, ticket, result, reply, answer }, context);
  };
}

/** A validation that has its answer. */
export interface Validated extends Pick<ValidationRecord, 'endpoint' | 'service' | 'ticket'> {
  readonly result: Success | Failure;
  readonly reply: Reply;
  readonly answer: Answer;
}

/** Spoils the answer if it is to be spoilt, and notes what happened. */
export function finishValidation(
  { endpoint, service, ticket, result, reply: good, answer }: Validated,
  { faults, validations, options }: CasContext,
): Reply {
  const { reply, fault } = faults.spoil('validate', good, answer);
  const outcome = failed(result) ? result.code : 'success';
  pushBounded(validations, { endpoint, service, ticket, outcome, fault }, maxRecords);
  const forWhat = service ? ` for ${toLocation(service)}` : '';
  options.logger.debug(`${endpoint}${forWhat}: ${outcome}${fault ? `, fault ${fault}` : ''}`);
  return reply;
}

function read(query: URLSearchParams): { readonly check: TicketCheck | Failure; readonly json: boolean } {
  let json = false;
  try {
    json = wantsJson(query);
    const check = {
      service: parameter(query, 'service'),
      id: parameter(query, 'ticket'),
      renew: isOn(query, 'renew'),
      pgtUrl: parameter(query, 'pgtUrl'),
    };
    return { check, json };
  } catch (error) {
    return { check: badRequest(error), json };
  }
}

/** @throws {Refusal} when the format is none that CAS knows */
export function wantsJson(query: URLSearchParams): boolean {
  const format = parameter(query, 'format')?.toUpperCase() ?? 'XML';
  if (format !== 'XML' && format !== 'JSON') throw new Refusal(400, 'The format has to be XML or JSON.');
  return format === 'JSON';
}

/** What a program is told instead of a page. */
export function badRequest(error: unknown): Failure {
  if (error instanceof Refusal) return { code: 'INVALID_REQUEST', message: error.message };
  throw error;
}
