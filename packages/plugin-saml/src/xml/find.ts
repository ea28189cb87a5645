import type { XmlElement } from '@who/sso';
import { malformed } from '../refusal.js';

export const is = (element: XmlElement, namespace: string, name: string): boolean =>
  element.name === name && element.namespace === namespace;

/** The children of this name, in order. */
export function all(parent: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => is(child, namespace, name));
}

/**
 * The only child of this name, if there is any.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID where there are several
 */
export function optional(parent: XmlElement, namespace: string, name: string): XmlElement | undefined {
  const found = all(parent, namespace, name);
  if (found.length > 1) throw malformed(`it has ${found.length} ${name} elements in one place`);
  return found[0];
}

/** @throws {SamlRefusal} SAML_RESPONSE_INVALID where there is not exactly one */
export function only(parent: XmlElement, namespace: string, name: string): XmlElement {
  const found = optional(parent, namespace, name);
  if (!found) throw malformed(`it has no ${name} where one has to be`);
  return found;
}

/** An element and all that are inside of it. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* descendants(child);
}
