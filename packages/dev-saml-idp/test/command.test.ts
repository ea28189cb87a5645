import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../src/command/main.js';

/** Runs the command in this process. */
function run(...argv: string[]) {
  const stop = new AbortController();
  let [out, err] = ['', ''];
  let greeted: () => void;
  const greeting = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  const code = main(argv, {
    out(text) {
      out += text;
      if (out.includes('Ctrl-C')) greeted();
    },
    err(text) {
      err += text;
    },
    stop: stop.signal,
  });
  onTestFinished(async () => {
    stop.abort();
    await code;
  });
  return { code, greeting, stop: () => stop.abort(), out: () => out, err: () => err };
}

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
