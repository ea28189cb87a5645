import { parameter } from '@who/dev-server';
import { answerIn } from '../answers/dialect.js';
import type { Failure } from '../answers/outcome.js';
import { samlXml } from '../answers/saml-xml.js';
import type { Handler } from '../context.js';
import { checkTicket } from './check-ticket.js';
import { readSamlRequest } from './saml-request.js';
import { badRequest, finishValidation } from './validate.js';

/** `POST /samlValidate`: the service in `TARGET`, the ticket in a SOAP body. */
export const samlValidate: Handler = async (request, context) => {
  const { options } = context;
  const body = await request.body(isXml, 'The body has to be XML.');
  const question = readSamlRequest(body);
  const service = readTarget(request.query);
  const result =
    typeof service === 'object'
      ? service
      : question
        ? await checkTicket(
            { service, id: question.artifact, renew: false },
            { proxyTickets: false, attributes: true },
            context,
          )
        : ({
            code: 'INVALID_REQUEST',
            message: 'The body has to be a SOAP envelope with one AssertionArtifact',
          } as const);
  const target = typeof service === 'string' ? service : undefined;
  const answer = answerIn(
    samlXml({
      service: target ?? '',
      inResponseTo: question?.requestId,
      nowMs: options.now(),
      lifetimeSeconds: options.ticketLifetimeSeconds,
    }),
    result,
  );
  const ticket = question?.artifact;
  return finishValidation(
    { endpoint: '/samlValidate', service: target, ticket, result, reply: answer.reply, answer },
    context,
  );
};

function readTarget(query: URLSearchParams): string | undefined | Failure {
  try {
    return parameter(query, 'TARGET');
  } catch (error) {
    return badRequest(error);
  }
}

/** Some clients of SAML say nothing of what they send. */
const isXml = (type: string): boolean => /^$|^text\/xml$|^application\/([\w.-]+\+)?xml$/.test(type);
