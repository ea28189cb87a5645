import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, pinned } from '../processes/pinning.js';
import { hashOf, PEOPLE } from './people.js';

/** Whether OpenLDAP's server is installed. */
export const slapdIsThere: boolean = existsSync('/usr/sbin/slapd') && existsSync('/etc/ldap/schema/core.schema');

export const BASE = 'ou=people,dc=example,dc=org';
export const READER: { readonly dn: string; readonly password: string } = {
  dn: 'cn=reader,dc=example,dc=org',
  password: 'a word for the reader',
};

export interface Slapd {
  readonly url: string;
  stop(): Promise<void>;
}

/** It ends when its standard input does, so it never outlives this process. */
export async function startSlapd(port: number, core?: Core): Promise<Slapd> {
  const folder = await mkdtemp(join(tmpdir(), 'who-bench-slapd-'));
  const [config, tree] = [join(folder, 'slapd.conf'), join(folder, 'tree.ldif')];
  await writeFile(config, configuration(folder));
  await writeFile(tree, people());
  execFileSync('/usr/sbin/slapadd', ['-q', '-f', config, '-l', tree], { stdio: 'ignore' });
  const url = `ldap://127.0.0.1:${port}`;
  const script = '/usr/sbin/slapd -f "$0" -h "$1" -d sync 2>/dev/null & server=$!; cat >/dev/null; kill $server; wait';
  const [command, ...words] = pinned(['sh', '-c', script, config, url], core);
  const child: ChildProcess = spawn(command, words, { stdio: ['pipe', 'ignore', 'inherit'] });
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    if (child.exitCode === null) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; !(await listens(port)); attempt++) {
    if (attempt < 500) continue;
    await stop();
    throw new Error('slapd has not started.');
  }
  return { url, stop };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await once(socket, 'connect').then(
    () => true,
    () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 20)),
  );
  socket.destroy();
  return answer;
}

function configuration(folder: string): string {
  return `${['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema\n`).join('')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/pid
database mdb
suffix "dc=example,dc=org"
directory ${folder}
index objectClass,uid eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER.dn}" read by * auth
`;
}

function people(): string {
  const entries = Array.from({ length: PEOPLE }, (_, i) => [
    `dn: uid=user${i},${BASE}`,
    'objectClass: inetOrgPerson',
    `uid: user${i}\ncn: user${i}\nsn: user${i}`,
    `userPassword: ${hashOf(`user${i}`)}`,
  ]);
  return [
    ['dn: dc=example,dc=org', 'objectClass: dcObject', 'objectClass: organization', 'dc: example\no: Example'],
    [`dn: ${BASE}`, 'objectClass: organizationalUnit', 'ou: people'],
    [
      `dn: ${READER.dn}`,
      'objectClass: organizationalRole',
      'objectClass: simpleSecurityObject',
      `cn: reader\nuserPassword: ${READER.password}`,
    ],
    ...entries,
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}
