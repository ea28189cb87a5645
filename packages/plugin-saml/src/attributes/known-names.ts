/**
 * Attributes by their OIDs, with the names that people use (eduPerson 202208, SCHAC, X.520, inetOrgPerson; MACE-Dir
 * SAML attribute profiles). Other spellings of the same names stand below.
 */
const OIDS: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.5923.1.1.1.1': 'eduPersonAffiliation',
  '1.3.6.1.4.1.5923.1.1.1.2': 'eduPersonNickname',
  '1.3.6.1.4.1.5923.1.1.1.3': 'eduPersonOrgDN',
  '1.3.6.1.4.1.5923.1.1.1.4': 'eduPersonOrgUnitDN',
  '1.3.6.1.4.1.5923.1.1.1.5': 'eduPersonPrimaryAffiliation',
  '1.3.6.1.4.1.5923.1.1.1.6': 'eduPersonPrincipalName',
  '1.3.6.1.4.1.5923.1.1.1.7': 'eduPersonEntitlement',
  '1.3.6.1.4.1.5923.1.1.1.8': 'eduPersonPrimaryOrgUnitDN',
  '1.3.6.1.4.1.5923.1.1.1.9': 'eduPersonScopedAffiliation',
  '1.3.6.1.4.1.5923.1.1.1.10': 'eduPersonTargetedID',
  '1.3.6.1.4.1.5923.1.1.1.11': 'eduPersonAssurance',
  '1.3.6.1.4.1.5923.1.1.1.12': 'eduPersonPrincipalNamePrior',
  '1.3.6.1.4.1.5923.1.1.1.13': 'eduPersonUniqueId',
  '1.3.6.1.4.1.5923.1.1.1.16': 'eduPersonOrcid',
  '1.3.6.1.4.1.5923.1.1.1.17': 'eduPersonAnalyticsTag',
  '1.3.6.1.4.1.5923.1.1.1.18': 'eduPersonDisplayPronouns',
  '1.3.6.1.4.1.5923.1.5.1.1': 'isMemberOf',
  '1.3.6.1.4.1.25178.1.2.3': 'schacDateOfBirth',
  '1.3.6.1.4.1.25178.1.2.9': 'schacHomeOrganization',
  '1.3.6.1.4.1.25178.1.2.10': 'schacHomeOrganizationType',
  '1.3.6.1.4.1.25178.1.2.14': 'schacPersonalUniqueCode',
  '0.9.2342.19200300.100.1.1': 'uid',
  '0.9.2342.19200300.100.1.3': 'mail',
  '0.9.2342.19200300.100.1.20': 'homePhone',
  '0.9.2342.19200300.100.1.41': 'mobile',
  '2.5.4.3': 'cn',
  '2.5.4.4': 'sn',
  '2.5.4.7': 'l',
  '2.5.4.9': 'street',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '2.5.4.12': 'title',
  '2.5.4.17': 'postalCode',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.42': 'givenName',
  '2.16.840.1.113730.3.1.3': 'employeeNumber',
  '2.16.840.1.113730.3.1.4': 'employeeType',
  '2.16.840.1.113730.3.1.39': 'preferredLanguage',
  '2.16.840.1.113730.3.1.241': 'displayName',
};

/** Names that Active Directory Federation Services and Entra ID use, and the identifiers of OASIS. */
const OTHERS: Readonly<Record<string, string>> = {
  'urn:oasis:names:tc:SAML:attribute:subject-id': 'subject-id',
  'urn:oasis:names:tc:SAML:attribute:pairwise-id': 'pairwise-id',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'mail',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname': 'givenName',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname': 'sn',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': 'name',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'upn',
  'http://schemas.xmlsoap.org/claims/CommonName': 'cn',
  'http://schemas.xmlsoap.org/claims/Group': 'groups',
  'http://schemas.microsoft.com/identity/claims/displayname': 'displayName',
  'http://schemas.microsoft.com/identity/claims/objectidentifier': 'objectidentifier',
  'http://schemas.microsoft.com/identity/claims/tenantid': 'tenantid',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': 'groups',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': 'role',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/windowsaccountname': 'windowsaccountname',
};

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(OIDS).map(([oid, name]): [string, string] => [`urn:oid:${oid}`, name]),
  ...Object.values(OIDS).map((name): [string, string] => [`urn:mace:dir:attribute-def:${name}`, name]),
  ...Object.entries(OTHERS),
]);

/** The usual name of an attribute; `undefined` of one that is not known. */
export function knownName(name: string): string | undefined {
  return BY_NAME.get(name);
}

/** Attributes whose values end in `@` and a scope that only its owner may use. */
export const SCOPED: ReadonlySet<string> = new Set([
  'eduPersonPrincipalName',
  'eduPersonPrincipalNamePrior',
  'eduPersonScopedAffiliation',
  'eduPersonUniqueId',
  'subject-id',
  'pairwise-id',
]);
