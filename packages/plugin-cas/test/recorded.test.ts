import { describe, expect, it } from 'vitest';
import type { CasOutcome } from '../src/protocol/outcome.js';
import { parsePlainResponse } from '../src/protocol/plain-response.js';
import { parseServiceResponse } from '../src/protocol/service-response.js';
import { fixture, fixtureNames } from './support.js';

const FAILURES: Readonly<Record<string, string>> = {
  'proxyValidate.reused': 'INVALID_TICKET',
  'serviceValidate.after-wrongservice': 'INVALID_TICKET',
  'serviceValidate.badchars': 'INVALID_TICKET',
  'serviceValidate.expired': 'INVALID_TICKET',
  'serviceValidate.fragment': 'INVALID_SERVICE',
  'serviceValidate.missing': 'INVALID_REQUEST',
  'serviceValidate.no-path-query': 'INVALID_SERVICE',
  'serviceValidate.notst': 'INVALID_TICKET',
  'serviceValidate.pt': 'INVALID_TICKET',
  'serviceValidate.reused': 'INVALID_TICKET',
  'serviceValidate.trailing-slash': 'INVALID_SERVICE',
  'serviceValidate.unknown': 'INVALID_TICKET',
  'serviceValidate.wrongservice': 'INVALID_SERVICE',
  'validate1.missing': 'INVALID_TICKET',
  'validate1.reused': 'INVALID_TICKET',
};

/** Users other than `dwho`, by the name of the recording. */
const USERS = /\.(msmith|rtyler|semi|zoe|user@example\.test)(?:\.second)?$/;

const PROXIES: Readonly<Record<string, readonly string[]>> = {
  'p3.proxyValidate.chain': ['https://client.example.test:18922/pgt'],
  'proxyValidate.chain2': ['https://client.example.test:18922/pgt2', 'https://client.example.test:18922/pgt'],
  'proxyValidate.ok': ['https://client.example.test:18922/pgt'],
};

const GRANTED: readonly string[] = [
  'p3.proxyValidate.chain',
  'serviceValidate.pgt-http',
  'serviceValidate.pgt-redir',
  'serviceValidate.pgt',
];

const read = (name: string): CasOutcome =>
  name.startsWith('validate1') ? parsePlainResponse(fixture(name)) : parseServiceResponse(fixture(name));

describe('every recorded answer', () => {
  it.each(fixtureNames(/validate/i))('%s is read', (name) => {
    const code = FAILURES[name];
    if (code !== undefined) return expect(read(name)).toEqual({ success: false, code });
    expect(read(name)).toMatchObject({
      success: true,
      user: USERS.exec(name)?.[1] ?? 'dwho',
      proxies: PROXIES[name] ?? [],
      ...(GRANTED.includes(name) && { pgtIou: expect.stringMatching(/^PGTIOU-[0-9a-f]{64}$/) }),
    });
  });
});
