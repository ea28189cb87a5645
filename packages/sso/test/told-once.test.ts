import { expect, it } from 'vitest';
import { toldOnce } from '../src/index.js';

it('tells of each name once, and of a hundred at most', () => {
  const lines: string[] = [];
  const logger = { debug() {}, warn: (line: string) => void lines.push(line), error() {} };
  const tell = toldOnce((names) => names.join());
  tell(logger, ['a', 'b']);
  tell(logger, ['b', 'a']);
  tell(logger, ['b', 'c']);
  expect(lines).toEqual(['a,b', 'c']);
  tell(
    logger,
    Array.from({ length: 200 }, (_, i) => `name ${i}`),
  );
  tell(logger, ['late']);
  expect(lines).toHaveLength(3);
  expect(lines[2]?.split(',')).toHaveLength(97);
});
