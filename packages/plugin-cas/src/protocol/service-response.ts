import type { XmlElement } from '@who/sso';
import { badResponse } from '../errors.js';
import { checkUser, failureCode } from './attributes.js';
import type { CasOutcome, CasSuccess } from './outcome.js';
import { type Reading, STANDARD_READING } from './reading.js';
import { readAttributes } from './service-attributes.js';
import { parseXml } from './xml.js';

/**
 * Reads the XML answer of `/serviceValidate`, `/proxyValidate` and their `/p3` relatives (CAS protocol 3.0.3,
 * appendix A).
 *
 * Only the structure counts: one outcome, directly under `cas:serviceResponse`, everything in one namespace.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseServiceResponse(text: string, reading: Reading = STANDARD_READING): CasOutcome {
  const root = serviceResponseIn(text, reading);
  const outcomes = root.children.filter((child) => isOutcome(child, root));
  const [outcome] = outcomes;
  if (!outcome || outcomes.length > 1) throw badResponse(`it has ${outcomes.length} outcomes instead of one`);
  return outcome.name === 'authenticationSuccess'
    ? readSuccess(outcome, reading)
    : { success: false, code: failureCode(outcome.attribute('code')) };
}

/**
 * The root of an answer. What belongs to the protocol is in its namespace.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function serviceResponseIn(text: string, { namespaces, maxElements }: Reading): XmlElement {
  const root = parseXml(text, { maxElements });
  if (root.name !== 'serviceResponse') throw badResponse('it is not a serviceResponse');
  if (!namespaces.includes(root.namespace)) throw badResponse('it is in another namespace than "namespace" says');
  return root;
}

function readSuccess(element: XmlElement, { flattenAttributes }: Reading): CasSuccess {
  if (element.children.some((child) => isOutcome(child, element))) {
    throw badResponse('it has one outcome inside another');
  }
  const all = (parent: XmlElement, name: string): XmlElement[] =>
    parent.children.filter((child) => child.name === name && child.namespace === element.namespace);
  const users = all(element, 'user');
  const [iou, ...more] = all(element, 'proxyGrantingTicket');
  if (more.length > 0) throw badResponse('it grants more than one proxy-granting ticket');
  return {
    success: true,
    user: checkUser(users.length === 1 ? users[0]?.text : undefined),
    ...readAttributes(element, flattenAttributes),
    proxies: all(element, 'proxies').flatMap((list) => all(list, 'proxy').map((proxy) => proxy.text)),
    pgtIou: iou?.text,
  };
}

const isOutcome = ({ name, namespace }: XmlElement, parent: XmlElement): boolean =>
  namespace === parent.namespace && (name === 'authenticationSuccess' || name === 'authenticationFailure');
