import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mintTicket } from '../../src/index.js';
import { SECRET } from '../support.js';
import { file } from './run.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = [path('../../../../node_modules/tsx/dist/cli.mjs'), path('../../src/bin.ts')];

/** Runs the command in a process of its own. @param input as bytes */
function run(argv: readonly string[], input = '') {
  const options = { input: Buffer.from(input, 'latin1'), encoding: 'latin1' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...argv], options);
  return { status, stdout, stderr };
}

const nowSeconds = Math.floor(Date.now() / 1000);
const ticketOf = (timestampSeconds: number): string =>
  mintTicket(
    { userid: 'josé', tokens: ['staff'], userdata: '', timestampSeconds },
    { secret: SECRET, digest: 'sha256', compat: 'mod_auth_tkt' },
  );

describe('the process', () => {
  it('mints from a file what it verifies with the same secret on standard input, by the real clock', () => {
    const minted = run(['mint', '--userid', 'bob', '--token', 'staff', '--secret-file', file(`${SECRET}\n`)]);
    expect(minted).toMatchObject({ status: 0, stderr: '' });
    const verified = run(['verify', '-'], `${SECRET}\n${minted.stdout}`);
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^accepted +true$/m);
    expect(verified.stdout).toMatch(/^userid +"bob"\ntokens +"staff"$/m);
    const [, digest = ''] = /([0-9a-f]{64})/.exec(minted.stdout) ?? [];
    expect(digest).not.toBe('');
    expect(verified.stdout).not.toContain(digest);
  });

  it('takes bytes as they are, and ends with 1 where a ticket is refused', () => {
    const good = run(['verify'], `${SECRET}\nauth_tkt=${ticketOf(nowSeconds)}`);
    expect(good.status, good.stdout).toBe(0);
    const late = run(['verify', '--json'], `${SECRET}\n${ticketOf(nowSeconds - 10_000)}`);
    expect(late).toMatchObject({ status: 1, stderr: '' });
    expect(JSON.parse(late.stdout)).toMatchObject({ accepted: false, reasons: [{ code: 'timed-out' }] });
  });

  it('ends with 2 when it is called wrongly', () => {
    expect(run(['inpsect'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/Did you mean "inspect"/),
    });
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  it.skipIf(!hasScript)(
    'asks on a terminal, and shows nothing of the answers (skipped without the program "script")',
    async () => {
      const command = [process.execPath, ...program, 'verify'].map((part) => `'${part}'`).join(' ');
      const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
        env: { ...process.env, TERM: 'xterm' },
      });
      onTestFinished(() => void terminal.kill('SIGKILL'));
      const ended = new Promise((resolve) => terminal.once('close', resolve));
      const ticket = ticketOf(nowSeconds);
      const left: (readonly [string, string])[] = [
        ['Secret: ', SECRET],
        ['Cookie: ', Buffer.from(ticket, 'latin1').toString('utf8')],
      ];
      let shown = '';
      for await (const chunk of terminal.stdout) {
        shown += chunk;
        const [next] = left;
        if (next === undefined || !shown.endsWith(next[0])) continue;
        left.shift();
        terminal.stdin.write(`${next[1]}\r`);
      }
      expect(await ended, shown).toBe(0);
      expect(shown).toContain('"josé"');
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(ticket.slice(0, 64));
    },
  );
});
