import { describe, expect, it } from 'vitest';
import { readArguments } from '../src/arguments.js';

describe('arguments', () => {
  it('come with or without the separator that pnpm hands on', () => {
    expect(readArguments(['--', '--only', 'login,memory'])).toMatchObject({ only: ['login', 'memory'], short: false });
    expect(readArguments(['--short', '--repeat', '20'])).toMatchObject({ short: true, repeat: 20, effort: 1 });
  });

  it.each([['--effort', '0'], ['--repeat', '1.5'], ['--slower', 'much'], ['--quick']])('refuse %s %s', (...words) => {
    expect(() => readArguments(words.filter(Boolean))).toThrow(TypeError);
  });
});
