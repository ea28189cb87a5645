import { hashPassword } from '@who/passwords';
import { testUserBackend } from '@who/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { htpasswd } from '../src/index.js';
import { temporaryFile } from './support.js';

const users = ['alice', 'José Maria', '007', 'weiß', 'a*b(c)\\d, e+f"g\'h'] as const;
const password = (userid: string): string => `secret of ${userid}`;

/** As a word of Apache's files. */
const quoted = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&')}"`;

let lines: readonly string[];
beforeAll(async () => {
  const hash = (userid: string): Promise<string> => hashPassword(password(userid), { scheme: 'bcrypt', cost: 5 });
  lines = await Promise.all([...users, 'twin'].map(async (userid) => `${userid}:${await hash(userid)}`));
});

testUserBackend(
  { describe, it, expect },
  {
    create: () =>
      htpasswd({
        file: temporaryFile([...lines, 'twin:$2y$05$never'].join('\n')),
        groupFile: temporaryFile(users.map((userid, index) => `group${index}: ${quoted(userid)}\n`).join('')),
      }),
    dispose: (plugin) => plugin.close(),
    users,
    password,
    secrets: ['secret of', 'a guess'],
    promises: ['authenticate'],
    lacks: {
      duplicates: 'the first line of a name counts, as in Apache',
      outage: 'what was read of the file before stays in force',
      silence: 'a file that does not answer is waited for briefly, and stays in force as it was',
    },
  },
);
