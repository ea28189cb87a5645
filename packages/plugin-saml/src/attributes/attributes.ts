import type { XmlElement } from '@who/sso';
import { ASSERTION } from '../saml-names.js';
import { all, is } from '../xml/find.js';
import { knownName, SCOPED } from './known-names.js';

/**
 * What the identity provider says about a user: every name with its values, in order, without surrounding white space.
 * Always lists. The object has no prototype, so that no name is taken already.
 */
export type SamlAttributes = Readonly<Record<string, readonly string[]>>;

/** What is done with attributes on their way. */
export interface AttributeRules {
  /** Names of choice, before all others. */
  readonly attributeNames: ReadonlyMap<string, string>;
  /** Scopes of the identity provider in lower case; `undefined`: it may use all. */
  readonly scopes: readonly string[] | undefined;
}

/** What was read, and names of what was not. */
export interface ReadAttributes {
  readonly attributes: SamlAttributes;
  readonly leftOut: readonly string[];
}

/**
 * Reads the attributes of an assertion, each under one name: the one of choice, else the usual one of a known OID or URI,
 * else its friendly name, else its name. Two that come to the same name are one attribute, with the values of both.
 *
 * @param statements its `AttributeStatement`s, out of what is signed
 */
export function readAttributes(statements: readonly XmlElement[], rules: AttributeRules): ReadAttributes {
  const attributes: Record<string, string[]> = Object.create(null);
  const leftOut = new Set<string>();
  for (const attribute of statements.flatMap((statement) => all(statement, ASSERTION, 'Attribute'))) {
    const name = nameOf(attribute, rules);
    if (name === '') continue;
    const isScoped = hasScope(attribute, name);
    for (const value of all(attribute, ASSERTION, 'AttributeValue')) {
      const text = textOf(value);
      if (text === '' || value.attribute('nil') === 'true') continue;
      if (text === undefined || (isScoped && !isInScope(text, rules.scopes))) leftOut.add(name);
      else {
        attributes[name] ??= [];
        if (!attributes[name].includes(text)) attributes[name].push(text);
      }
    }
  }
  return { attributes, leftOut: [...leftOut] };
}

function nameOf(attribute: XmlElement, { attributeNames }: AttributeRules): string {
  const name = attribute.attribute('Name') ?? '';
  const friendlyName = attribute.attribute('FriendlyName') ?? '';
  return attributeNames.get(name) ?? knownName(name) ?? attributeNames.get(friendlyName) ?? (friendlyName || name);
}

/** A value is a text, or a name identifier: `eduPersonTargetedID` is one. */
function textOf({ children, text }: XmlElement): string | undefined {
  const [child, ...others] = children;
  if (child === undefined) return text;
  const isNameId = others.length === 0 && text === '' && is(child, ASSERTION, 'NameID') && child.children.length === 0;
  if (!isNameId) return undefined;
  const parts = [child.attribute('NameQualifier'), child.attribute('SPNameQualifier'), child.text];
  return parts.filter((part) => part !== undefined).join('!');
}

/** Whatever it is called here. */
function hasScope(attribute: XmlElement, name: string): boolean {
  const given = attribute.attribute('Name') ?? '';
  return [name, given, knownName(given) ?? '', attribute.attribute('FriendlyName') ?? ''].some((n) => SCOPED.has(n));
}

/** An identity provider must not say who somebody of another organisation is. */
function isInScope(value: string, scopes: readonly string[] | undefined): boolean {
  if (scopes === undefined) return true;
  const parts = value.split('@');
  return parts.length === 2 && parts[0] !== '' && scopes.includes(parts[1]?.toLowerCase() ?? '');
}
