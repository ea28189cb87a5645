import { channel } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { StageEvent } from '@who/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditRecord, auditLog, auditSchema } from '../src/index.js';

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(auditSchema);

/** What a log writes of one sign-in. */
function lineOf(event: Partial<StageEvent>, pseudonymSecret?: string): string {
  const lines: string[] = [];
  const log = auditLog({ to: { write: (line: string) => lines.push(line) }, pseudonymSecret });
  const whole = { request: 1, method: 'GET', path: '/', outcome: 'answered', reasons: [], plugin: 'a', ...event };
  try {
    channel('who:authenticate').publish({ ...whole, stage: 'authenticate' });
    channel('who:remember').publish({ ...whole, stage: 'remember' });
    channel('who:response').publish({ request: 1, status: 200, userid: event.userid, isChallenged: false });
  } finally {
    log.close();
  }
  expect(lines).toHaveLength(1);
  return lines[0] as string;
}

/** Texts as an attacker would choose them. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\u2028', '\u0085', '\u001b[2J', '"', '\\', '}', '\ud83d', '\u202e', 'a'),
  }),
);

describe('a line', () => {
  it('is one, valid and printable, whatever the userid and the path are', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (userid, path, plugin) => {
        const line = lineOf({ userid, path, plugin });
        expect(line.endsWith('\n')).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        const record = JSON.parse(line) as AuditRecord;
        expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
        if (userid.length <= 256) expect(record.userid).toBe(userid);
        if (path.length <= 1024) expect(record.path).toBe(path);
        expect(line.length).toBeLessThan(12_000);
      }),
      { numRuns: 300 },
    );
  });

  it('cuts long texts between characters', () => {
    const { userid } = JSON.parse(lineOf({ userid: `${'a'.repeat(254)}😀😀` })) as AuditRecord;
    expect(userid).toBe(`${'a'.repeat(254)}…`);
  });

  it('has a pseudonym in the place of the userid, the same for the same user', () => {
    const secret = 'a secret that is made for this test alone';
    const [one, again, other] = ['alice', 'alice', 'bob'].map((userid) => lineOf({ userid }, secret));
    const of = (line: string | undefined): unknown => JSON.parse(line as string).userid;
    expect(one).not.toContain('alice');
    expect(of(one)).toMatch(/^hmac-sha256:[\w-]{43}$/);
    expect(of(one)).toBe(of(again));
    expect(of(other)).not.toBe(of(one));
    expect(of(lineOf({ userid: 'alice' }, `${secret}!`))).not.toBe(of(one));
    expect(validate(JSON.parse(one as string))).toBe(true);
  });
});

describe('the schema', () => {
  const good = {
    time: '2026-01-01T00:00:00.000Z',
    event: 'sign-in',
    request: 1,
    userid: 'a',
    method: 'GET',
    path: '/',
  };

  it.each<[string, object]>([
    ['another event', { ...good, event: 'sign-up' }],
    ['a sign-in of nobody', { ...good, userid: undefined }],
    ['a field that it does not know', { ...good, password: 'x' }],
    ['a time of no zone', { ...good, time: '2026-01-01 00:00:00' }],
    ['a long path', { ...good, path: 'x'.repeat(1025) }],
  ])('refuses %s', (_what, record) => {
    expect(validate(JSON.parse(JSON.stringify(good)))).toBe(true);
    expect(validate(JSON.parse(JSON.stringify(record)))).toBe(false);
  });

  it('stands in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, printed = ''] = /```json\n(\{\n {2}"\$schema".*?)```/s.exec(readme) ?? [];
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(auditSchema)));
  });
});
