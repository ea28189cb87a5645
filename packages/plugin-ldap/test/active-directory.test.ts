import { Identity } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ASK, entry, message, result, type Script, startStub } from './stub.js';
import { people } from './support.js';

const USER = 'CN=Alice\\, A.,OU=People,DC=corp,DC=example';
const alice = new Identity({ userid: 'alice' });

/** Answers as Microsoft documents them: the root, one user, and groups by the rule that follows them. */
function activeDirectory(capability: string, end = 0): { readonly script: Script; readonly filters: string[] } {
  const filters: string[] = [];
  const script: Script = (id, tag, whole) => {
    if (tag === ASK.bind) return message(id, result(0x61, 0));
    if (tag !== ASK.search) return undefined;
    const text = whole.toString('latin1');
    const done = (code = 0): Buffer => message(id, result(0x65, code));
    if (text.includes('supportedCapabilities')) {
      return Buffer.concat([message(id, entry('', { supportedCapabilities: [capability] })), done()]);
    }
    if (!text.includes('1.2.840.113556.1.4.1941')) {
      return Buffer.concat([message(id, entry(USER, { sAMAccountName: ['alice'] })), done()]);
    }
    filters.push(text);
    const groups = ['Staff', 'All'].map((cn) => message(id, entry(`CN=${cn},OU=Groups`, { cn: [cn] })));
    return Buffer.concat([...groups, done(end)]);
  };
  return { script, filters };
}

const groupsIn = async (script: Script) => {
  const stub = await startStub(script);
  const plugin = people({
    urls: stub.url,
    clearText: true,
    baseDn: 'OU=People,DC=corp,DC=example',
    useridAttribute: 'sAMAccountName',
    groups: { by: 'activeDirectory', baseDn: 'OU=Groups,DC=corp,DC=example' },
  });
  return { stub, ask: async () => (await plugin.addMetadata(fakeExchange(), alice))?.ldap.groups };
};

describe('groups by Active Directory’s rule', () => {
  it('are asked for by the user’s DN, of a server that has said what it is', async () => {
    const { script, filters } = activeDirectory('1.2.840.113556.1.4.800');
    const { stub, ask } = await groupsIn(script);
    expect(await ask()).toEqual(['Staff', 'All']);
    // It has to say so once for each connection.
    expect(await ask()).toEqual(['Staff', 'All']);
    expect(stub.asked.filter((tag) => tag === ASK.search)).toHaveLength(5);
    // An extensible match (0xa9): the rule, the attribute and the value.
    expect(filters[0]).toContain(
      `\x81\x171.2.840.113556.1.4.1941\x82\x06member\x83${String.fromCharCode(USER.length)}${USER}`,
    );
  });

  it.each(['1.2.840.113556.1.4.1670', ''])('are an error where it says something else: %j', async (capability) => {
    const { ask } = await groupsIn(activeDirectory(capability).script);
    await expect(ask()).rejects.toMatchObject({ code: 'LDAP_FAILED', status: 500 });
  });

  it('are all of them, or an error', async () => {
    const { ask } = await groupsIn(activeDirectory('1.2.840.113556.1.4.800', 4).script);
    await expect(ask()).rejects.toMatchObject({ code: 'LDAP_LIMIT' });
  });
});
