import type { XmlElement } from '@who/sso';
import { malformed } from '../refusal.js';
import { ASSERTION, NAME_ID_FORMATS } from '../saml-names.js';
import { optional } from '../xml/find.js';

/** How the identity provider calls somebody (SAML 2.0 core, section 2.2.3). */
export interface NameId {
  readonly value: string;
  /** A URI. */
  readonly format: string;
  readonly nameQualifier?: string | undefined;
  readonly spNameQualifier?: string | undefined;
}

/**
 * The name identifier of a subject or a logout request; nothing where it has none that can be read.
 *
 * @throws {SamlRefusal} SAML_RESPONSE_INVALID
 */
export function nameIdIn(parent: XmlElement): NameId | undefined {
  const element = optional(parent, ASSERTION, 'NameID');
  if (!element || element.text === '') return undefined;
  if (element.children.length > 0) throw malformed('its NameID has elements inside');
  return {
    value: element.text,
    format: element.attribute('Format') ?? NAME_ID_FORMATS.unspecified,
    nameQualifier: element.attribute('NameQualifier'),
    spNameQualifier: element.attribute('SPNameQualifier'),
  };
}

/** Whether it names somebody only for as long as a session lasts. */
export function isTransient({ format }: NameId): boolean {
  return format === NAME_ID_FORMATS.transient;
}
