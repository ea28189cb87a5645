import { badResponse } from '../errors.js';
import type { CasAttributes, CasFailure, CasOutcome, CasSuccess } from './outcome.js';
import { parseXml, type XmlElement } from './xml.js';

/**
 * Reads the answer of `/serviceValidate` and `/p3/serviceValidate` (CAS protocol 3.0.3, appendix A).
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
  return outcome.name === 'authenticationSuccess' ? readSuccess(outcome) : readFailure(outcome);
}

function readFailure(element: XmlElement): CasFailure {
  const code = element.attribute('code')?.trim().toUpperCase() ?? '';
  return { success: false, code: FAILURE_CODE.test(code) ? code : 'UNKNOWN' };
}

function readSuccess(element: XmlElement): CasSuccess {
  if (element.children.some(isOutcome)) throw badResponse('it has one outcome inside another');
  const users = element.children.filter((child) => isCas(child, 'user'));
  return {
    success: true,
    user: checkUser(users.length === 1 ? users[0]?.text : undefined),
    attributes: readAttributes(element),
    proxies: element.children
      .filter((child) => isCas(child, 'proxies'))
      .flatMap((list) => list.children.filter((child) => isCas(child, 'proxy')).map((proxy) => proxy.text)),
  };
}

/**
 * Refuses what cannot be a user: nothing at all, or control characters, which break cookies, headers and logs.
 *
 * @throws {WhoError} CAS_BAD_RESPONSE
 */
export function checkUser(user: string | undefined): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!user || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(user)) throw badResponse('it does not name exactly one user');
  return user;
}

/** Collects attributes in the four styles that servers send. */
function readAttributes(success: XmlElement): CasAttributes {
  const attributes: Record<string, string[]> = Object.create(null);
  const add = (name: string | undefined, value: string | undefined): void => {
    if (!name || value === undefined) return;
    attributes[name] ??= [];
    attributes[name].push(value);
  };
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
const FAILURE_CODE = /^[A-Z0-9_.-]{1,64}$/;

/** Children of `authenticationSuccess` that have a meaning of their own. */
const NOT_ATTRIBUTES: ReadonlySet<string> = new Set(['user', 'attributes', 'proxyGrantingTicket', 'proxies']);
