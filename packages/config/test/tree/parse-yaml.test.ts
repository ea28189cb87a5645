import { describe, expect, it } from 'vitest';
import { Findings, findingText } from '../../src/findings/finding.js';
import { parseYaml } from '../../src/tree/parse-yaml.js';

function read(text: string): { value: unknown; positions: Record<string, string>; errors: string[] } {
  const findings = new Findings();
  const { value, positions } = parseYaml('f', text, findings);
  const places = [...positions].map(([path, { line, column }]) => [path, `${line}:${column}`]);
  return { value, positions: Object.fromEntries(places), errors: findings.all.map(findingText) };
}

/** What YAML 1.2 takes for numbers, and what only YAML 1.1 took for something else than texts. */
const CORE = { a: 31, b: 15, c: 1000, d: -0.5, e: true, f: 'yes', g: 12, h: '2020-01-01', i: '1_000' };

describe('YAML', () => {
  it.each([
    ['a: 1\nb: [x, {c: ~}]\nd:\n', { a: 1, b: ['x', { c: null }], d: null }],
    ['a: 0x1F\nb: 0o17\nc: 1e3\nd: -.5\ne: true\nf: yes\ng: 012\nh: 2020-01-01\ni: 1_000', CORE],
    ['a: |\n  one\n  two\nb: >-\n  one\n  two\n', { a: 'one\ntwo\n', b: 'one two' }],
    ['a: !!str 5\nb: !!seq [1]\nc: !!map {}', { a: '5', b: [1], c: {} }],
    ["%YAML 1.2\n---\n\"a\": 'it''s'\n...\n", { a: "it's" }],
    ['__proto__: 1', JSON.parse('{"__proto__":1}')],
    ['', null],
    ['# nothing\n', null],
    ['---\n', null],
  ])('reads %j', (text, value) => {
    expect(read(text)).toMatchObject({ value, errors: [] });
  });

  it('knows where everything stands, of a property where its name does', () => {
    const text = 'a:\n  - x\n  - b: "q"\n    "c d": [1,\n      2]\n';
    const { positions } = read(text);
    expect(positions).toEqual({
      '': '1:1',
      a: '1:1',
      'a.0': '2:5',
      'a.1': '3:5',
      'a.1.b': '3:5',
      'a.1.c d': '4:5',
      'a.1.c d.0': '4:13',
      'a.1.c d.1': '5:7',
    });
  });

  it.each([
    ['a: &x 1\nb: *x\n', ['f:1:4: Anchors', 'f:2:4: Anchors']],
    ['a: !x 1\nb: !!set {c}\n', ['f:1:4: Tags', 'f:2:4: Tags']],
    ['%TAG ! tag:x,2000:\n---\na: !b 1\n', ['f:1:1: Tags', 'f:3:4: Tags']],
    ['a: !!int x\nb: .inf\n', ['f:1:4: Such a value', 'f:2:4: Such a value']],
    ['1: a\n? [b, {c: d}]\n: [e]\n<<: {f: 1}\ng: 2', ['f:1:1: Names', 'f:2:3: Names', 'f:4:1: Names']],
    ['a: 1\n---\nb: 2\n', ['f:3:1: There is more than one document']],
    ['a: 1\n---\n', ['f:1:4: There is more than one document']],
    ['a: 1\n"a": 2\n', ['f:2:1 a: stands a second time']],
    ['a: 1\n\tb: 2\n', ['f:2:1: ']],
    ['a:\n\t- b\n', ['f:2:1: Lines are indented by blanks']],
    ['a: b: c\n', ['f:1:5: The line is indented otherwise']],
    ['a: [1, 2\nb: 1\n', ['f:2:1: The line is indented otherwise']],
    ['a: "x', ['f:1:6: A text in quotes has no end']],
    ['a: "\\q"\n', ['f:1:6: A text in double quotes']],
    ['a: "\u0000"\n', ['f:1:5: There is a character']],
    ['a\n b: 1', ['f:2:3: Something is missing here']],
    [`${'- '.repeat(65)}x`, ['f:1:129: Values are inside of each other more than 64 deep']],
  ])('refuses %j', (text, expected) => {
    const { errors } = read(text);
    expect(errors.map((error, i) => error.slice(0, expected[i]?.length ?? 0))).toEqual(expected);
  });

  it('quotes nothing of the file', () => {
    for (const text of ['a: !hush!x 1', '%TAG !hush! tag:hush\n---\n', 'a: !<hush^> 1', '*hush', '{hush: @hush']) {
      expect(read(text).errors.join()).toMatch(/^f:\d+:\d+: (?!.*hush)/);
    }
  });
});
