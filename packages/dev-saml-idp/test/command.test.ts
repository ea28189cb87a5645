import { describe, expect, it } from 'vitest';
import { type RunningCommand, running } from '../../dev-server/test/running.js';
import { main } from '../src/command/main.js';

const run = (...argv: readonly string[]): RunningCommand => running(main, argv);

describe('the command', () => {
  it('serves applications, and ends when told to', async () => {
    const command = run('--port', '0', '--quiet');
    await command.greeting;
    const [, metadataUrl = ''] = /^SAML identity provider for development: (\S+)$/m.exec(command.out()) ?? [];
    expect(command.out()).toBe(
      `SAML identity provider for development: ${metadataUrl}\nAccounts (user name / password):\n  ada / ada\n  bob / bob\n  zoe / zoe\nCtrl-C ends it.\n`,
    );
    expect(await (await fetch(metadataUrl)).text()).toContain(`entityID="${metadataUrl}"`);
    command.stop();
    expect(await command.code).toBe(0);
    await expect(fetch(metadataUrl)).rejects.toThrow();
  });

  it.each([
    [['--prot', '1'], 2, /Unknown option '--prot'. Did you mean "--port"/],
    [['--port', 'x'], 2, /"port"/],
    [['--host', '0.0.0.0'], 2, /"host"/],
    [['--app', 'app.example.org'], 2, /"serviceProviders"/],
    [['--users', '/nowhere'], 1, /Cannot read the accounts/],
  ])('refuses %j', async (argv, code, message) => {
    const command = run(...argv);
    expect(await command.code).toBe(code);
    expect(command.err()).toMatch(message);
  });

  it('says how it is called', async () => {
    const command = run('--help');
    expect(await command.code).toBe(0);
    expect(command.out()).toContain('--callback-path PATH');
  });
});
