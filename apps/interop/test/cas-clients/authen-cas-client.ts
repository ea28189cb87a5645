import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hasApache, startApache } from '../apache.js';
import { inOrder } from '../in-order.js';
import { freePort } from '../ports.js';
import { type CasClient, scratch } from './client.js';

const script = fileURLToPath(new URL('../../peers/authen-cas-client.pl', import.meta.url));
const isThere = hasApache('cgi', 'env', 'alias') && existsSync('/usr/share/perl5/Authen/CAS/Client.pm');

/** A CGI program that validates tickets by Perl's Authen::CAS::Client. */
export const authenCasClient: CasClient = {
  name: 'Authen::CAS::Client',
  missing: isThere ? [] : ['Apache and Authen::CAS::Client'],
  start: (cas) =>
    inOrder(async (keep) => {
      const { folder, ca } = keep(await scratch(cas));
      await copyFile(script, `${folder}/page`);
      const port = await freePort();
      const page = `http://127.0.0.1:${port}/page`;
      keep(
        await startApache({
          port,
          modules: ['cgi', 'env', 'alias'],
          configuration: [
            `SetEnv CAS_URL ${cas.url}`,
            `SetEnv OWN_URL ${page}`,
            `SetEnv HTTPS_CA_FILE ${ca}`,
            `ScriptAlias /page ${folder}/page`,
          ],
        }),
      );
      return { page };
    }),
};
