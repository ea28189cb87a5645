import { parseArgs } from 'node:util';

export interface Arguments {
  /** Names of sections; all when it is empty. */
  readonly only: readonly string[];
  readonly help: boolean;
  readonly effort: number;
  readonly short: boolean;
  /** How many short runs, one after the other. */
  readonly repeat: number;
  /** Keep what comes out: the baseline of short runs, the chart of others. */
  readonly save: boolean;
  /** A part by which @who is slowed down, to try the alarm. */
  readonly slower: number;
}

export const usage = `pnpm bench [-- OPTIONS]
  --only NAME,…    only these sections
  --effort PART    less than 1 for a quicker run that says less, more for a longer one
  --save           write chart.svg; with --short, baseline.json
  --short          a few cases, compared with baseline.json; fails when one has become slower
  --repeat N       so many short runs
  --slower PART    with --short: slow down @who, e.g. by 0.3, to try the alarm`;

/** @throws {TypeError} when an argument makes no sense */
export function readArguments(words: readonly string[]): Arguments {
  const { values } = parseArgs({
    // pnpm hands its own separator on.
    args: words.filter((word) => word !== '--'),
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      effort: { type: 'string', default: '1' },
      short: { type: 'boolean', default: false },
      repeat: { type: 'string', default: '1' },
      save: { type: 'boolean', default: false },
      slower: { type: 'string', default: '0' },
    },
  });
  const [effort, repeat, slower] = [Number(values.effort), Number(values.repeat), Number(values.slower)];
  if (!(effort > 0 && effort <= 10)) throw new TypeError('--effort must be above 0 and up to 10.');
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > 100) throw new TypeError('--repeat must be from 1 to 100.');
  if (!(slower >= 0 && slower <= 10)) throw new TypeError('--slower must be from 0 to 10.');
  const only = values.only.split(',').filter((name) => name !== '');
  return { only, help: values.help, effort, short: values.short, repeat, save: values.save, slower };
}
