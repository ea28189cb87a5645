import { describe, expect, it } from 'vitest';
import { type RunningCommand, running } from '../../dev-server/test/running.js';
import { main } from '../src/command/main.js';

const run = (...argv: readonly string[]): RunningCommand => running(main, argv);

describe('the command', () => {
  it('serves an application, and ends when told to', async () => {
    const command = run('--port', '0', '--app', 'http://localhost:4000/', '--client-id', 'mine', '--quiet');
    await command.greeting;
    const [, issuer = ''] = /^OpenID provider for development: (\S+)$/m.exec(command.out()) ?? [];
    expect(command.out()).toBe(
      `OpenID provider for development: ${issuer}\nClient: mine\nAccounts (user name / password):\n  ada / ada\n  bob / bob\n  zoe / zoe\nCtrl-C ends it.\n`,
    );
    const query = new URLSearchParams({
      client_id: 'mine',
      redirect_uri: 'http://localhost:4000/login/oidc',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const page = await fetch(`${issuer}/authorize?${query}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('name="password"')]);
    command.stop();
    expect(await command.code).toBe(0);
    await expect(fetch(issuer)).rejects.toThrow();
  });

  it.each([
    [['--prot', '1'], 2, /Unknown option '--prot'. Did you mean "--port"/],
    [['--port', 'x'], 2, /"port"/],
    [['--host', '0.0.0.0'], 2, /"host"/],
    [['--logout-channel', 'mail'], 2, /"--logout-channel"/],
    [['--app', 'app.example.org'], 2, /http or https URLs/],
    [['--users', '/nowhere'], 1, /Cannot read the accounts/],
  ])('refuses %j', async (argv, code, message) => {
    const command = run(...argv);
    expect(await command.code).toBe(code);
    expect(command.err()).toMatch(message);
  });

  it('says how it is called', async () => {
    const command = run('--help');
    expect(await command.code).toBe(0);
    expect(command.out()).toContain('--client-id ID');
  });
});
