import type { XmlElement } from '@who/sso';
import { type CollectedAttributes, collectAttributes } from './attributes.js';

/**
 * Collects attributes in the styles that servers send: elements by their own names, and elements called `attribute`
 * with name and value as elements or as XML attributes; inside `cas:attributes` or beside `cas:user`.
 *
 * @param success the `authenticationSuccess`
 * @param flattens whether what stands inside of other attributes is taken, too
 */
export function readAttributes(success: XmlElement, flattens: boolean): CollectedAttributes {
  const { add, leaveOut, collected } = collectAttributes();

  function readElement(element: XmlElement, place: string, name: string = element.name): void {
    const isFlat = element.children.length === 0;
    if (isFlat || (flattens && element.text !== '')) add(name, element.text, place);
    if (isFlat) return;
    if (flattens) for (const child of element.children) read(child, `${place}/${name}`);
    else leaveOut(name);
  }

  /** @param place where it stands: what comes in two places is said twice */
  function read(element: XmlElement, place: string): void {
    if (element.namespace !== success.namespace && element.namespace !== '') {
      leaveOut(element.name);
      return;
    }
    const name = ATTRIBUTE.test(element.name) ? nameOf(element) : undefined;
    if (name === undefined) readElement(element, place);
    else readNamed(element, place, name);
  }

  function readNamed(element: XmlElement, place: string, name: string): void {
    const value = element.attribute('value');
    const values = element.children.filter((child) => VALUE.test(child.name));
    if (value !== undefined) add(name, value, `${place} name="" value=""`);
    else if (values.length > 0) for (const child of values) readElement(child, `${place} name, value`, name);
    else if (element.attribute('name') !== undefined) readElement(element, `${place} name=""`, name);
  }

  for (const child of success.children) {
    if (child.name === 'attributes' && child.namespace === success.namespace) {
      for (const element of child.children) read(element, 'attributes');
    } else if (!NOT_ATTRIBUTES.has(child.name)) read(child, 'user');
  }
  return collected();
}

function nameOf(element: XmlElement): string | undefined {
  return element.attribute('name') ?? element.children.find(({ name }) => name === 'name')?.text;
}

/** The second of each is EU Login's. */
const ATTRIBUTE = /^(?:attribute|extendedAttribute)$/;
const VALUE = /^(?:value|attributeValue)$/;

/** Children of `authenticationSuccess` that have a meaning of their own. */
const NOT_ATTRIBUTES: ReadonlySet<string> = new Set(['user', 'attributes', 'proxyGrantingTicket', 'proxies']);
