import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { parseUrl } from '@who/core';
import { sampleUsers } from '@who/dev-cas-server';
import type { SamlSubject } from '@who/plugin-saml';

/** Where people sign in by SAML. */
export interface SamlPlace {
  /** Address or file of the identity provider's metadata. */
  readonly idpMetadata: string;
  /** What the demo signs with: only its own identity provider takes a key of which nobody has told it. */
  readonly privateKey: string | undefined;
  /** Where that one is; nothing of another. */
  readonly devUrl: string | undefined;
  /** Where a logout leads, as far as that is known. */
  readonly logoutUrls: readonly string[];
  close(): Promise<void>;
}

/** The identity provider of the settings, or one for development that knows the people of the development CAS server. */
export async function openSaml(idpMetadata: string | undefined, publicUrl: string): Promise<SamlPlace> {
  if (idpMetadata !== undefined) {
    // What is in a file, its plugin will read.
    const logoutUrls = parseUrl(idpMetadata) ? [idpMetadata] : [];
    return { idpMetadata, privateKey: undefined, devUrl: undefined, logoutUrls, close: async () => {} };
  }
  const { startDevSamlIdp } = await import('@who/dev-saml-idp');
  const [idp, { privateKey }] = await Promise.all([
    startDevSamlIdp({
      users: sampleUsers.map(({ attributes, ...user }) => ({
        ...user,
        attributes: { uid: user.userid, ...attributes },
      })),
      serviceProviders: [{ entityId: `${publicUrl}/login/saml/metadata`, logoutUrl: `${publicUrl}/login/saml/logout` }],
    }),
    promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
  ]);
  return {
    idpMetadata: idp.metadataUrl,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    devUrl: idp.url,
    logoutUrls: [idp.url],
    close: () => idp.close(),
  };
}

/** The demo takes the first name that it gets. An application of your own knows which one its users have. */
export function usualName({ attributes }: SamlSubject): string | undefined {
  const names = ['uid', 'eduPersonPrincipalName', 'mail'].map((name) => attributes[name]);
  return names.find((values) => values?.length === 1)?.[0];
}
