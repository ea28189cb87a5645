import type { KnownUser } from '@who/dev-server';
import type { AttributeStyle } from '../options.js';
import type { ServiceTicket } from '../validation/tickets.js';
import { escapeXml } from './xml.js';

/** One value of one attribute. */
export type Released = readonly [name: string, value: string];

/** What a service is told about a user: the three facts that CAS 3 asks for, then the account's attributes. */
export function releasedAttributes(user: KnownUser, ticket: ServiceTicket): readonly Released[] {
  return [
    ['authenticationDate', new Date(ticket.authenticatedAtMs).toISOString()],
    ['longTermAuthenticationRequestTokenUsed', 'false'],
    ['isFromNewLogin', String(ticket.fromNewLogin)],
    ...Object.entries(user.attributes ?? {}).flatMap(([name, values]) =>
      [values].flat().map((value): Released => [name, value]),
    ),
  ];
}

/** The values of each attribute, in the order in which the names first come. */
export function valuesByName(attributes: readonly Released[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of attributes) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** Attributes as XML in one of the four styles, to stand behind `<cas:user>`. Empty when there are none. */
export function attributesXml(attributes: readonly Released[], style: AttributeStyle): string {
  if (attributes.length === 0) return '';
  const indent = style === 'siblings' ? '\t\t' : '\t\t\t';
  const lines = attributes.map((attribute) => `${indent}${attributeXml(attribute, style)}\n`).join('');
  return style === 'siblings' ? lines : `\t\t<cas:attributes>\n${lines}\t\t</cas:attributes>\n`;
}

function attributeXml([name, value]: Released, style: AttributeStyle): string {
  switch (style) {
    case 'elements':
    case 'siblings':
      return `<cas:${name}>${escapeXml(value)}</cas:${name}>`;
    case 'name-value':
      return `<cas:attribute><cas:name>${escapeXml(name)}</cas:name><cas:value>${escapeXml(value)}</cas:value></cas:attribute>`;
    case 'attribute-elements':
      return `<cas:attribute name="${escapeXml(name)}" value="${escapeXml(value)}"/>`;
  }
}
