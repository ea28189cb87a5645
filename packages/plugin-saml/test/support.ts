import { inflateRawSync } from 'node:zlib';
import type { Exchange } from '@who/core';
import { responseHead } from '@who/core';
import type { FakeRequestOptions } from '@who/testkit';
import { type SamlOptions, type SamlPlugin, saml } from '../src/index.js';
import { idpMetadata, nameId, type Says, signedResponse } from './idp/idp.js';
import { attributeOf } from './idp/server.js';
import { SECRET } from './site.js';

export function make(options: Partial<SamlOptions> = {}): SamlPlugin {
  return saml({
    idpMetadata: idpMetadata(),
    rememberer: 'ticket',
    stateSecrets: [SECRET],
    logoutPath: '/logout',
    ...options,
  });
}

/** A request of a browser that comes back from the identity provider. */
export async function arrival(
  plugin: SamlPlugin,
  exchange: Exchange,
  says: Says = {},
  spoil: (xml: string) => string = (xml) => xml,
): Promise<FakeRequestOptions> {
  const departure = await plugin.challenge(exchange);
  const head = responseHead(302, departure?.headers);
  const { searchParams } = new URL(head.header('location') ?? '');
  const request = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const xml = spoil(signedResponse({ requestId: attributeOf(request, 'ID') ?? '', ...says }));
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  const form = { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: searchParams.get('RelayState') ?? '' };
  return {
    method: 'POST',
    url: '/login/saml',
    headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
}

/** How XML writes a name. */
export function named(user: string): string {
  return nameId(user.replace(/[<&>"\r]/g, (char) => `&#${char.charCodeAt(0)};`));
}
