import { serve } from '@who/testkit';
import { hasApache, startApache } from '../apache.js';
import { inOrder } from '../in-order.js';
import { type CasClient, type Seen, scratch } from './client.js';

const needed = ['proxy', 'proxy_http', 'auth_cas'];
const DELIMITER = '|';

/** Apache's mod_auth_cas in front of an application, to which it says in headers what it knows. */
export const modAuthCas: readonly CasClient[] = [
  { protocol: 'CAS 3', validate: 'p3/serviceValidate', saml: 'Off' },
  { protocol: 'SAML 1.1', validate: 'samlValidate', saml: 'On' },
].map(({ protocol, validate, saml }) => ({
  name: `mod_auth_cas, by ${protocol}`,
  missing: hasApache(...needed) ? [] : ['Apache with mod_auth_cas'],
  session: 'kept, with single logout',
  start: (cas) =>
    inOrder(async (keep) => {
      const application = await serve((req, res) => res.end(JSON.stringify(seenIn(req.headers))));
      keep({ stop: application.close });
      const { state, ca } = keep(await scratch(cas));
      const { url } = keep(
        await startApache({
          modules: needed,
          configuration: [
            'UseCanonicalName On',
            // A folder of its own: what is there and is no session of its is deleted.
            `CASCookiePath ${state}/`,
            `CASCertificatePath ${ca}`,
            `CASLoginURL ${cas.url}/login`,
            `CASValidateURL ${cas.url}/${validate}`,
            `CASValidateSAML ${saml}`,
            'CASSSOEnabled On',
            `CASAttributeDelimiter ${DELIMITER}`,
            '<Location />',
            'AuthType CAS',
            'CASAuthNHeader CAS-User',
            'Require valid-user',
            '</Location>',
            `ProxyPass / ${application.url}/`,
          ],
        }),
      );
      return { page: `${url}/page?a=1&b=2` };
    }),
}));

function seenIn(headers: NodeJS.Dict<string | string[]>): Seen {
  const found = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('cas-') && typeof value === 'string'
      ? [[name.slice('cas-'.length), Buffer.from(value, 'latin1').toString()] as const]
      : [],
  );
  const { user = '', ...others } = Object.fromEntries(found);
  const attributes = Object.entries(others).map(([name, value]) => [name, value.split(DELIMITER)]);
  return { user, attributes: Object.fromEntries(attributes) };
}
