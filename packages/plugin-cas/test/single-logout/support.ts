/** A logout request as CAS servers write it. */
export function logoutRequest(
  ticket: string,
  { prefix = 'p', cdata = false }: { readonly prefix?: string; readonly cdata?: boolean } = {},
): string {
  const index = cdata ? `<![CDATA[${ticket}]]>` : ticket;
  return [
    `<${prefix}:LogoutRequest xmlns:${prefix}="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0"`,
    ' IssueInstant="2026-01-01T00:00:00Z">',
    '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>',
    `<${prefix}:SessionIndex>${index}</${prefix}:SessionIndex></${prefix}:LogoutRequest>`,
  ].join('');
}

/** The form that a CAS server posts. */
export function logoutForm(ticket: string): string {
  return new URLSearchParams({ logoutRequest: logoutRequest(ticket) }).toString();
}
