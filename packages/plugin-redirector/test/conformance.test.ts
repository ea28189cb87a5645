import { testChallenger } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { redirector } from '../src/index.js';

const runner = { describe, it, expect };
const reason = { reasonParam: 'reason', reasonHeader: 'X-Authorization-Failure-Reason' };

describe('to a login page of the application', () => {
  testChallenger(runner, {
    create: () => redirector({ loginUrl: '/login?a=b', ...reason }),
    status: 302,
    declines: { url: '/login' },
  });
});

describe('to a login page of an application that is mounted', () => {
  testChallenger(runner, {
    create: () => redirector({ loginUrl: '/login' }),
    publicUrl: 'https://example.org/app',
    status: 302,
    declines: { url: '/login' },
  });
});

describe('to a login page elsewhere', () => {
  testChallenger(runner, {
    create: () => redirector({ loginUrl: 'https://login.example.net/', ...reason }),
    status: 302,
    origins: ['https://login.example.net'],
  });
});
