import { readFileSync, writeFileSync } from 'node:fs';
import { Identity, PasswordCredentials } from '@who/core';
import { atOnce } from '@who/secrets';
import { fakeClock, fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGroupFile } from '../src/files/group-file.js';
import { htpasswd } from '../src/index.js';
import { listeningLogger, SHA_OF_SECRET, temporaryFile, users } from './support.js';

const parse = (text: string | Uint8Array) => {
  const { groupsOf, problems } = atOnce(readGroupFile(Buffer.from(text)));
  return { groupsOf, problems: atOnce(problems()) };
};
const groupsIn = (text: string, user: string) => parse(text).groupsOf(user);

describe('a group file', () => {
  it('names the members of a group, on all of its lines', () => {
    const text = 'staff: alice bob\n# staff: eve\n\n  admin:alice\nstaff:carol alice\n';
    expect(['alice', 'bob', 'carol', 'eve'].map((user) => groupsIn(text, user))).toEqual([
      ['staff', 'admin'],
      ['staff'],
      ['staff'],
      [],
    ]);
  });

  it('may have names in quotes, and go on behind a backslash', () => {
    expect(groupsIn('a b: "x y" \'z w\' \\\n  v\n', 'x y')).toEqual(['a b']);
    expect(groupsIn('a b: "x y" \'z w\' \\\n  v\n', 'z w')).toEqual(['a b']);
    expect(groupsIn('a b: "x y" \'z w\' \\\n  v\n', 'v')).toEqual(['a b']);
    expect(groupsIn('a: "x \\"y\\" \\\\"', 'x "y" \\')).toEqual(['a']);
    expect(groupsIn('a: "never closed', 'never closed')).toEqual(['a']);
  });

  it('takes blanks around the name of a group, and backslashes, for what Apache takes them', () => {
    expect(groupsIn(' staff \t: alice\nstaff: bob\n', 'alice')).toEqual(['staff']);
    expect(groupsIn('a: b\\\\s c\\d\n', 'b\\s')).toEqual(['a']);
    expect(groupsIn('a: b\\\\s c\\d\n', 'c\\d')).toEqual(['a']);
    expect(groupsIn("a: \"it\\'s\" 'it\\'s'\n", "it's")).toEqual(['a']);
    expect(groupsIn('a: "it\\\'s"\n', "it's")).toEqual([]);
    expect(groupsIn('a: "it\\\'s"\n', "it\\'s")).toEqual(['a']);
    expect(groupsIn('a: "x y\\', 'x y\\')).toEqual(['a']);
  });

  it('may have words of any length', () => {
    const long = 'x'.repeat(10_000_000);
    expect(groupsIn(`a: "${long}" alice\nb: alice "never closed ${long}`, 'alice')).toEqual(['a', 'b']);
  });

  it('gives nobody what is no token, and says so', () => {
    const { problems } = parse(
      Buffer.concat([Buffer.from('a,b: x\n:x\nno colon\nc!: x\n'), Buffer.from([0xe9, 0x3a])]),
    );
    expect(problems.count).toBe(5);
    expect(problems.first[2]).toBe('line 3: no colon behind the name of a group');
    expect(groupsIn('a,b: x\n:x\nx\nc!: x\n', 'x')).toEqual([]);
  });

  it('is read back as it was written, whatever the names', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const quoted = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&')}"`;
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (members) => {
        const { groupsOf, problems } = parse(`g: ${members.map(quoted).join(' ')}\n`);
        expect(problems.count).toBe(0);
        for (const member of members) expect(groupsOf(member)).toEqual(['g']);
      }),
    );
  });
});

describe('groups of users', () => {
  const file = () => temporaryFile(`alice:${SHA_OF_SECRET}\nbob:${SHA_OF_SECRET}\n`);
  const alice = new PasswordCredentials('alice', 'secret');

  it('are the tokens of who signs in, and metadata of whoever is signed in, by whatever plugin', () => {
    const plugin = users({ file: file(), groupFile: temporaryFile('staff: alice zoe\n') });
    const exchange = fakeExchange();
    const answer = plugin.authenticate(exchange, alice);
    return Promise.resolve(answer).then(async (known) => {
      expect(known).toEqual({ userid: 'alice', tokens: ['staff'] });
      expect(await plugin.authenticate(exchange, new PasswordCredentials('bob', 'secret'))).toEqual({
        userid: 'bob',
        tokens: [],
      });
      expect(await plugin.addMetadata(exchange, new Identity({ userid: 'zoe' }))).toEqual({ groups: ['staff'] });
    });
  });

  it('change with the file, without a promise in between', async () => {
    const clock = fakeClock();
    const logger = listeningLogger();
    const groupFile = temporaryFile('staff: alice\n');
    const plugin = users({ file: file(), groupFile, checkIntervalMs: 1000 });
    const exchange = fakeExchange({ now: clock.now, logger });
    const identity = new Identity({ userid: 'alice' });
    await plugin.addMetadata(exchange, identity);
    writeFileSync(groupFile, 'staff: bob\nadmin: alice\nx\n');
    expect(plugin.addMetadata(exchange, identity)).toEqual({ groups: ['staff'] });
    clock.advance(1000);
    expect(await plugin.addMetadata(exchange, identity)).toEqual({ groups: ['admin'] });
    expect(logger.warnings).toEqual([expect.stringMatching(/Lines of .* that do not count: 1 \(line 3: no colon/)]);
    expect(readFileSync(groupFile, 'utf8')).toContain('admin');
  });

  it('need a file that can be read', () => {
    expect(() => htpasswd({ file: file(), groupFile: '/nonexistent/groups' })).toThrow(
      expect.objectContaining({ code: 'HTPASSWD_UNREADABLE', message: expect.stringContaining('The group file') }),
    );
  });
});
