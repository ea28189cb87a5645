import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { presets } from '@who/plugin-header-sso';
import { testBrowser } from '@who/testkit';
import { hasApache, startApache } from '../apache.js';
import { inOrder, type Stoppable } from '../in-order.js';
import { samlUsers, signInBySaml } from '../saml-sign-in.js';
import { missingForShibboleth, startShibboleth } from '../shibboleth.js';
import { missingForSaml, type ServiceProvider, serviceProvider, startSimpleSaml } from '../simplesamlphp.js';
import type { Account, FrontEnd } from './front-end.js';

/** mod_shib's own check is off: what is recommended has to do without it. */
function shibboleth(): Pick<FrontEnd, 'missing' | 'start'> {
  return {
    missing: missingForShibboleth,
    start: (fill) =>
      inOrder(async (keep) => {
        const place = await serviceProvider('shibboleth');
        const idp = keep(await startSimpleSaml(place));
        keep(await startShibboleth(place, idp, { checkSpoofing: false, configuration: fill({}) }));
        return { url: place.url, accounts: accountsAt(place) };
      }),
  };
}

export const shibbolethHeaders: FrontEnd = {
  name: 'Shibboleth, with its own headers',
  preset: { ...presets.shibboleth, encoding: 'url' },
  isFor: /ShibUseHeaders On/,
  attributes: { mail: 'mail', affiliation: 'affiliation' },
  ...shibboleth(),
};

export const shibbolethEnvironment: FrontEnd = {
  name: 'Shibboleth, from its environment',
  preset: presets.shibbolethEnvironment,
  isFor: /AuthType shibboleth(?!.*ShibUseHeaders On)/is,
  attributes: { 'X-Shib-mail': 'mail', 'X-Shib-affiliation': 'affiliation' },
  ...shibboleth(),
};

export const mellon: FrontEnd = {
  name: 'mod_auth_mellon',
  preset: presets.mellon,
  isFor: /MellonEnable/,
  attributes: { 'X-Mellon-mail': 'mail', 'X-Mellon-affiliation': 'affiliation' },
  missing: [...missingForSaml, ...(hasApache('auth_mellon') ? [] : ['mod_auth_mellon'])],
  start: (fill) =>
    inOrder(async (keep) => {
      const place = await serviceProvider('mellon');
      const idp = keep(await startSimpleSaml(place));
      const files = keep(await mellonFiles(place));
      const configuration = fill({
        '/etc/apache2/mellon/idp.xml': `${idp.folder}/idp.xml`,
        '/etc/apache2/mellon': files.folder,
        // Cookies that only come over TLS do not come here.
        'MellonSecureCookie On': 'MellonSecureCookie Off',
      });
      const modules = ['proxy', 'proxy_http', 'auth_mellon'];
      keep(await startApache({ port: place.port, modules, configuration: ['UseCanonicalName On', ...configuration] }));
      return { url: place.url, accounts: accountsAt(place) };
    }),
};

/** Somebody of whom much is known, and somebody of whom nothing is: what they lack, they could bring themselves. */
function accountsAt({ url }: ServiceProvider): readonly Account[] {
  const account = (login: string, attributes: Account['attributes']): Account => ({
    user: `${login}@example.test`,
    attributes,
    async signIn() {
      const browser = testBrowser();
      await signInBySaml(browser, `${url}/login/sso`, login);
      return `Cookie: ${await browser.cookies.getCookieString(url)}`;
    },
  });
  const { mail = [], affiliation = [] } = samlUsers['student']?.attributes ?? {};
  return [account('student', { mail, affiliation }), account('minimal', {})];
}

/** Key, certificate and metadata of a service provider, as mellon's own script would make them. */
async function mellonFiles({
  entityId,
  responsesUrl,
  logoutUrl,
}: ServiceProvider): Promise<Stoppable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'who-mellon-'));
  await chmod(folder, 0o755);
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=sp.example.test'],
    ...['-keyout', `${folder}/app.key`, '-out', `${folder}/app.cert`],
  ]);
  const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
  const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings';
  await writeFile(
    `${folder}/app.xml`,
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
  <SPSSODescriptor protocolSupportEnumeration="${protocol}" AuthnRequestsSigned="true" WantAssertionsSigned="true">
    <SingleLogoutService Binding="${bindings}:HTTP-Redirect" Location="${logoutUrl}"/>
    <AssertionConsumerService index="0" isDefault="true" Binding="${bindings}:HTTP-POST" Location="${responsesUrl}"/>
  </SPSSODescriptor>
</EntityDescriptor>`,
  );
  return { folder, stop: () => rm(folder, { recursive: true, force: true }) };
}
