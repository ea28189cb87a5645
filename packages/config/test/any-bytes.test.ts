import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busyMs } from '../../testkit/test/busy.js';
import { type ConfigFormat, findingText, readPlan } from '../src/index.js';

const SECRET = 'hush-hush';
const words = fc.constantFrom(
  ...[
    '[plugin:a]',
    '[general]',
    '[identifiers]',
    'use = repoze.who.plugins.auth_tkt:make_plugin',
    'plugins = a;b',
    '[who]',
  ],
  ...['use = @who/plugin-cas', 'cas_url = x', 'policies = [{"path":1}]', 'public_url = http://x', 'allow_unsafe = y'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"plugins"',
    '"a"',
    '"use"',
    '"@who/plugin-cas"',
    '"policies"',
    '"identifiers"',
    'null',
  ],
  ...[
    'plugins:',
    '  a:',
    '    use: "@who/plugin-sql"',
    '    driver: {url: x}',
    '- a',
    '&a',
    '*a',
    '!!js/function',
    '<<:',
  ],
  ...[
    '%(here)s',
    '%',
    '${A}',
    '${file:x}',
    '\n',
    '\r',
    '\t',
    '\ufeff',
    '\u0000',
    '__proto__',
    'constructor',
    '---',
    '# x',
  ],
);
const text = fc.array(fc.oneof(words, words, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 });
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  text.map((parts) => Buffer.from(parts.join('\n'))),
  text.map((parts) => Buffer.from(parts.join(' '))),
  fc.json().map((json) => Buffer.from(json)),
);

describe('whatever a file holds', () => {
  it.each(['ini', 'json', 'yaml'] as const)(
    'it is a plan, or errors with places (%s)',
    async (format: ConfigFormat) => {
      await fc.assert(
        fc.asyncProperty(contents, async (bytes) => {
          const { plan, findings } = await readPlan('who', bytes, { format });
          const lines = Buffer.from(bytes)
            .toString('utf8')
            .split(/\r\n|\r|\n/).length;
          for (const finding of findings) {
            expect(finding.place.file).toBe('who');
            const { line = 1 } = finding.place;
            expect(line >= 1 && line <= lines).toBe(true);
            expect(findingText(finding)).toMatch(/^who[: ]/);
            // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
            expect(findingText(finding)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          }
          if (!findings.some(({ severity }) => severity === 'error')) expect(plan.publicUrl).toBeDefined();
        }),
        { numRuns: 3000 },
      );
    },
  );

  it.each([
    ['json', '['.repeat(100_000)],
    ['json', '{"a":'.repeat(100_000)],
    ['json', `"${'\\n'.repeat(300_000)}`],
    ['json', `{${Array.from({ length: 40_000 }, (_, i) => `"${i}":1`).join()}}`],
    ['yaml', '['.repeat(2000)],
    ['yaml', `${'- '.repeat(2000)}x`],
    ['yaml', Array.from({ length: 10_000 }, (_, i) => `a${i}: 1`).join('\n')],
    ['ini', `[plugin:x]\nuse = ${'a'.repeat(500_000)}`],
    ['ini', `[plugin:x]\nuse = @who/plugin-cas\npolicies = ${'['.repeat(500_000)}`],
    ['ini', Array.from({ length: 20_000 }, (_, i) => `[plugin:x${i}]`).join('\n')],
    [
      'ini',
      `[DEFAULT]\n${Array.from({ length: 20_000 }, (_, i) => `a${i} = 1`).join('\n')}\n${'[plugin:x]\n'.repeat(20_000)}`,
    ],
    [
      'ini',
      `[general]\na = ${'%(here)s'.repeat(100)}\n${Array.from({ length: 20_000 }, (_, i) => `a${i} = ${'%(a)s'.repeat(5)}`).join('\n')}`,
    ],
    ['ini', `[identifiers]\nplugins = ${Array.from({ length: 40_000 }, (_, i) => `x${i}`).join(' ')}`],
    ['ini', `[identifiers]\nplugins = ${Array.from({ length: 3000 }, (_, i) => `x${i}`).join(' ')}`],
  ] as const)('takes little time (%s, %#)', async (format, given) => {
    const start = busyMs();
    await readPlan('who', Buffer.from(given), { format });
    expect(busyMs() - start).toBeLessThan(4000);
  });

  it('gives no secret away', async () => {
    const files = [
      [
        'ini',
        `[plugin:a]\nuse = repoze.who.plugins.auth_tkt:make_plugin\nsecret = ${SECRET}%\ntimeout = ${SECRET}\n${SECRET}`,
      ],
      [
        'json',
        `{"plugins":{"a":{"use":"@who/plugin-auth-tkt","secrets":"${SECRET}","digest":"${SECRET}"}},"x":${SECRET}`,
      ],
      ['json', `{"plugins":{"a":{"use":"@who/plugin-auth-tkt","secrets":"${SECRET}","digest":"${SECRET}"}}}`],
      ['yaml', `plugins:\n  a:\n    use: '@who/plugin-auth-tkt'\n    secrets: ${SECRET}\n   x: "${SECRET}`],
      ['yaml', `plugins:\n  a:\n    use: '@who/plugin-auth-tkt'\n    secrets: ${SECRET}\n    digest: !x ${SECRET}`],
    ] as const;
    for (const [format, given] of files) {
      const { findings } = await readPlan('who', Buffer.from(given), { format });
      expect(findings.length).toBeGreaterThan(0);
      expect(JSON.stringify(findings)).not.toContain(SECRET);
    }
  });
});
