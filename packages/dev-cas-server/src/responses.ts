import { attributesXml, type Released } from './attributes.js';
import type { AttributeStyle } from './options.js';
import { escapeXml } from './xml.js';

/** Failure codes of CAS 3.0.3, section 2.5.3, that this server gives. */
export type FailureCode =
  | 'INVALID_REQUEST'
  | 'INVALID_TICKET_SPEC'
  | 'INVALID_TICKET'
  | 'INVALID_SERVICE'
  | 'INTERNAL_ERROR';

/** A validated ticket, ready to be told in any format. */
export interface Success {
  readonly userid: string;
  /** Nothing where the endpoint releases none. */
  readonly attributes?: readonly Released[] | undefined;
}

/** A refused ticket. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

/** The namespace of every CAS answer. */
export const casNamespace = 'http://www.yale.edu/tp/cas';

/** CAS 2 and 3, XML. */
export function successXml({ userid, attributes = [] }: Success, style: AttributeStyle): string {
  return responseXml(`\t<cas:authenticationSuccess>
\t\t<cas:user>${escapeXml(userid)}</cas:user>
${attributesXml(attributes, style)}\t</cas:authenticationSuccess>
`);
}

/** CAS 2 and 3, XML. */
export function failureXml({ code, message }: Failure): string {
  return responseXml(`\t<cas:authenticationFailure code="${escapeXml(code)}">
\t\t${escapeXml(message)}
\t</cas:authenticationFailure>
`);
}

function responseXml(outcome: string): string {
  return `<cas:serviceResponse xmlns:cas="${casNamespace}">\n${outcome}</cas:serviceResponse>\n`;
}

/** CAS 1, section 2.4.2: a user id that has a line feed in it cannot be told apart, so it becomes a space. */
export function successText({ userid }: Success): string {
  return `yes\n${userid.replace(/[\r\n]/g, ' ')}\n`;
}

/** CAS 1: says no more than that. */
export const failureText = 'no\n\n';
