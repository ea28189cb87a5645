// An identity provider for trying it out. In production it is your university's.
import { startDevSamlIdp } from '@who/dev-saml-idp';

const attributes = { eduPersonPrincipalName: 'ada@example.org', mail: 'ada@example.org', displayName: 'Ada Lovelace' };
const idp = await startDevSamlIdp({ port: 3002, users: [{ userid: 'ada', password: 'ada', attributes }] });
console.log(idp.metadataUrl);
