import { generateKeyPairSync } from 'node:crypto';
import { sampleUsers } from '@who/dev-cas-server';
import { startDevSamlIdp } from '@who/dev-saml-idp';
import type { SamlSubject } from '@who/plugin-saml';

/** Where people sign in by SAML. */
export interface SamlPlace {
  /** Address or file of the identity provider's metadata. */
  readonly idpMetadata: string;
  /** What the demo signs with: only its own identity provider takes a key of which nobody has told it. */
  readonly privateKey: string | undefined;
  /** Where that one is; nothing of another. */
  readonly devUrl: string | undefined;
  close(): Promise<void>;
}

/** The identity provider of the settings, or one for development that knows the people of the development CAS server. */
export async function openSaml(idpMetadata: string | undefined, publicUrl: string): Promise<SamlPlace> {
  if (idpMetadata !== undefined) {
    return { idpMetadata, privateKey: undefined, devUrl: undefined, close: async () => {} };
  }
  const idp = await startDevSamlIdp({
    users: sampleUsers.map(({ userid, password, attributes }) => ({
      userid,
      password,
      attributes: { uid: userid, ...attributes },
    })),
    serviceProviders: [{ entityId: `${publicUrl}/login/saml/metadata`, logoutUrl: `${publicUrl}/login/saml/logout` }],
  });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    idpMetadata: idp.metadataUrl,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    devUrl: idp.url,
    close: () => idp.close(),
  };
}

/** The demo takes the first name that it gets. An application of your own knows which one its users have. */
export function usualName({ attributes }: SamlSubject): string | undefined {
  const names = ['uid', 'eduPersonPrincipalName', 'mail'].map((name) => attributes[name]);
  return names.find((values) => values?.length === 1)?.[0];
}
