import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProcess, SECRET, ticket } from './run.js';

/** Beside the packages, so that the module finds them. */
function moduleFile(text: string): string {
  const folder = mkdtempSync(fileURLToPath(new URL('engine-', import.meta.url)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = join(folder, 'who.mjs');
  writeFileSync(at, text);
  return at;
}

const ENGINE = `
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
const ask = { challenge: () => ({ status: 303, headers: [['Location', '/sign-in']] }) };
const broken = { authenticate() { throw new Error(process.env.APP_SECRET); } };
export const who = createWho({
  publicUrl: 'https://app.example.org',
  plugins: { ticket: authTkt({ secrets: [process.env.APP_SECRET], cookieName: 'app' }), ask, broken },
  identifiers: ['ticket'],
  authenticators: process.env.BROKEN ? ['broken'] : ['ticket'],
  challengers: ['ask'],
});
setInterval(() => {}, 1000);
`;

describe('the process', () => {
  it('ends with 0, 1 and 2', () => {
    const env = { WHO_SECRET: SECRET };
    expect(runProcess(['explain'], ticket(), env)).toMatchObject({ code: 0, err: '' });
    expect(runProcess(['explain', '--json'], ticket({ ageSeconds: 9000 }), env)).toMatchObject({ code: 1, err: '' });
    expect(runProcess(['explain', '--jsno'], '', env)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/Did you mean "json"/),
    });
  });

  it('asks the engine of a module, and ends though that holds something open', () => {
    const at = moduleFile(ENGINE);
    const call = ['explain', '--engine', at, '--cookie-name', 'app'];
    const good = runProcess(call, ticket(), { APP_SECRET: SECRET });
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/→ 200, bob/) });
    const late = runProcess(call, ticket({ ageSeconds: 9000 }), { APP_SECRET: SECRET });
    expect(late).toMatchObject({ code: 1, out: expect.stringMatching(/303 challenged, nobody/) });
    expect(late.out).toMatch(/timed out/);
  });

  it('tells of a plugin that fails, and of a module without an engine, nothing that they hold', () => {
    const env = { APP_SECRET: SECRET, BROKEN: '1' };
    const failed = runProcess(['explain', '--engine', moduleFile(ENGINE), '--cookie-name', 'app'], ticket(), env);
    expect(failed).toMatchObject({ code: 1, out: expect.stringMatching(/✗/) });
    const none = runProcess(
      ['explain', '--engine', moduleFile('throw new Error(process.env.APP_SECRET);')],
      'a=b',
      env,
    );
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/Cannot load/) });
    expect(runProcess(['explain', '--engine', moduleFile('export const a = 1;')], 'a=b')).toMatchObject({ code: 2 });
    for (const { out, err } of [failed, none]) expect(out + err).not.toContain(SECRET);
  });
});
