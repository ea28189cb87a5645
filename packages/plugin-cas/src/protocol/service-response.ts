import { badResponse } from '../errors.js';
import { checkUser, collectAttributes, failureCode } from './attributes.js';
import type { CasAttributes, CasOutcome, CasSuccess } from './outcome.js';
import { parseXml, type XmlElement } from './xml.js';

/**
 * Reads the XML answer of `/serviceValidate`, `/proxyValidate` and their `/p3` relatives (CAS protocol 3.0.3,
 * appendix A).
 *
 * Only the structure counts: one outcome, directly under `cas:serviceResponse`, everything in the CAS namespace.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function parseServiceResponse(text: string): CasOutcome {
  const root = parseXml(text);
  if (!isCas(root, 'serviceResponse')) throw badResponse('it is not a serviceResponse of the CAS namespace');
  const outcomes = root.children.filter(isOutcome);
  const [outcome] = outcomes;
  if (!outcome || outcomes.length > 1) throw badResponse(`it has ${outcomes.length} outcomes instead of one`);
  return outcome.name === 'authenticationSuccess'
    ? readSuccess(outcome)
    : { success: false, code: failureCode(outcome.attribute('code')) };
}

function readSuccess(element: XmlElement): CasSuccess {
  if (element.children.some(isOutcome)) throw badResponse('it has one outcome inside another');
  const users = element.children.filter((child) => isCas(child, 'user'));
  const [iou, ...more] = element.children.filter((child) => isCas(child, 'proxyGrantingTicket'));
  if (more.length > 0) throw badResponse('it grants more than one proxy-granting ticket');
  return {
    success: true,
    user: checkUser(users.length === 1 ? users[0]?.text : undefined),
    attributes: readAttributes(element),
    proxies: element.children
      .filter((child) => isCas(child, 'proxies'))
      .flatMap((list) => list.children.filter((child) => isCas(child, 'proxy')).map((proxy) => proxy.text)),
    pgtIou: iou?.text,
  };
}

/** Collects attributes in the four styles that servers send. */
function readAttributes(success: XmlElement): CasAttributes {
  const { attributes, add } = collectAttributes();
  const read = (element: XmlElement): void => {
    if (element.namespace !== CAS && element.namespace !== '') return;
    if (element.name === 'attribute' && element.attribute('name') !== undefined) {
      add(element.attribute('name'), element.attribute('value') ?? element.text);
    } else if (element.name === 'attribute' && element.children.length > 0) {
      const name = element.children.find((child) => child.name === 'name')?.text;
      for (const child of element.children) if (child.name === 'value') add(name, child.text);
    } else if (element.children.length === 0) {
      add(element.name, element.text);
    }
  };
  for (const child of success.children) {
    if (isCas(child, 'attributes')) child.children.forEach(read);
    else if (!NOT_ATTRIBUTES.has(child.name)) read(child);
  }
  return attributes;
}

const isCas = (element: XmlElement, name: string): boolean => element.name === name && element.namespace === CAS;

const isOutcome = (element: XmlElement): boolean =>
  isCas(element, 'authenticationSuccess') || isCas(element, 'authenticationFailure');

const CAS = 'http://www.yale.edu/tp/cas';

/** Children of `authenticationSuccess` that have a meaning of their own. */
const NOT_ATTRIBUTES: ReadonlySet<string> = new Set(['user', 'attributes', 'proxyGrantingTicket', 'proxies']);
