import type { XmlElement } from '@who/sso';
import { type CollectedAttributes, collectAttributes } from './attributes.js';

/**
 * Collects the attributes of an assertion (SAML 1.1, core, section 2.4.4). A value with elements inside, such as a name
 * identifier, is left out, or becomes the texts that are in it.
 *
 * @param statements its `AttributeStatement`s
 */
export function readSamlAttributes(statements: readonly XmlElement[], flattens: boolean): CollectedAttributes {
  const { add, leaveOut, collected } = collectAttributes();

  function readValue(name: string, value: XmlElement): void {
    const isFlat = value.children.length === 0;
    if (isFlat || (flattens && value.text !== '')) add(name, value.text);
    if (isFlat) return;
    if (flattens) for (const child of value.children) readValue(name, child);
    else leaveOut(name);
  }

  for (const statement of statements) {
    for (const attribute of childrenOf(statement, 'Attribute')) {
      const name = attribute.attribute('AttributeName');
      if (name) for (const value of childrenOf(attribute, 'AttributeValue')) readValue(name, value);
    }
  }
  return collected();
}

function childrenOf(parent: XmlElement, wanted: string): XmlElement[] {
  return parent.children.filter(({ name, namespace }) => name === wanted && namespace === parent.namespace);
}
