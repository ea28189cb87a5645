import { type MetadataProvider, WhoError } from '@who/core';
import { type MetadataProviderSubject, testMetadataProvider } from '../../src/index.js';
import { SAYS_WHY, saying } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

interface Mail {
  mail: string[];
}
type Add = MetadataProvider<Mail>['addMetadata'];

const mails = new Map([
  ['alice', 'alice@example.org'],
  ['bob', 'bob@example.org'],
]);
const entriesOf = (userid: string): Mail | undefined => {
  const mail = mails.get(userid);
  return mail === undefined ? undefined : { mail: [mail] };
};
const sound: Add = (exchange, { userid }) => saying(exchange, entriesOf(userid));
const outage = new WhoError('The directory does not answer.', { code: 'DIRECTORY_DOWN', plugin: 'directory' });

const subject = (
  addMetadata: Add = sound,
  parts: Partial<MetadataProviderSubject> = {},
  forgetMetadata: MetadataProvider['forgetMetadata'] = () => {},
): MetadataProviderSubject => ({
  create: () => ({ addMetadata, forgetMetadata }),
  users: ['alice', 'bob'],
  expected: (userid) => entriesOf(userid) as Mail,
  secrets: ['bind password'],
  broken: () => ({ addMetadata: () => Promise.reject(outage) }),
  ...parts,
});

const mutant = (
  that: string,
  caughtBy: string,
  addMetadata: Add,
  parts?: Partial<MetadataProviderSubject>,
  forgetMetadata?: MetadataProvider['forgetMetadata'],
): Mutant<MetadataProviderSubject> => ({ that, caughtBy, subject: subject(addMetadata, parts, forgetMetadata) });

const shared = entriesOf('alice') as Mail;
const plainObject: Record<string, string> = { alice: 'alice@example.org', bob: 'bob@example.org' };
let last = '';

export const metadataProvider: MutantTable<MetadataProviderSubject> = {
  suite: testMetadataProvider,
  sound: [subject(), subject(async (...given) => sound(...given), { promises: ['addMetadata'] })],
  mutants: [
    mutant('cannot add anything', 'has the method of its role', sound, { create: () => ({}) as never }),
    mutant('knows nobody', 'says what it knows of a user', () => undefined),
    mutant(
      'takes magic names for users',
      'never throws, and says nothing that it knows of others, whoever it is',
      (_, { userid }) => {
        const mail = plainObject[userid] as string | undefined;
        return mail === undefined ? undefined : { mail: [mail.slice()] };
      },
    ),
    mutant(
      'knows strangers as its first user',
      'never throws, and says nothing that it knows of others, whoever it is',
      (_, { userid }) => entriesOf(userid) ?? entriesOf('alice'),
    ),
    mutant('writes into the identity itself', 'changes neither the request nor the identity', (_, identity) => {
      Object.assign(identity.metadata, entriesOf(identity.userid));
      return entriesOf(identity.userid);
    }),
    mutant('hands out its own list', 'gives every caller entries of its own', (_, { userid }) =>
      userid === 'alice' ? shared : entriesOf(userid),
    ),
    mutant('answers by a promise without need', 'answers at once where it promises to', async (...given) =>
      sound(...given),
    ),
    mutant('logs how it signs in', 'shows no secret when anything of it is printed', (exchange, identity) => {
      exchange.logger.debug('bind password: bind password');
      return sound(exchange, identity);
    }),
    mutant('knows nothing without a word', SAYS_WHY, (_, { userid }) => entriesOf(userid)),
    mutant(
      'keeps the last user for itself',
      'keeps 100 exchanges apart',
      async (_, { userid }) => {
        last = userid;
        await null;
        return entriesOf(last);
      },
      { promises: ['addMetadata'] },
    ),
    mutant('works for browsers only', 'works under any classification', (exchange, identity) =>
      ['', 'browser'].includes(exchange.classification) ? sound(exchange, identity) : undefined,
    ),
    mutant('cannot forget strangers', 'forgets whoever it is', sound, {}, (_, { userid }) => {
      if (!mails.has(userid)) throw new Error('never heard of');
    }),
    mutant('takes an outage for nothing known', 'fails with a code when its backend is down', sound, {
      broken: () => ({ addMetadata: () => undefined }),
    }),
    mutant('passes on what the driver threw', 'fails with a code when its backend is down', sound, {
      broken: () => ({ addMetadata: () => Promise.reject(new Error('ECONNREFUSED')) }),
    }),
  ],
};
