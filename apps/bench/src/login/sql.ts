import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { crowdFigure } from './crowd.js';
import { startPostgresql } from './postgresql.js';
import type { Answer, Question, Way } from './sql-worker.js';
import { openSqlite } from './sqlite.js';

const SIGN_INS: Readonly<Record<Way, number>> = {
  'postgresql-who': 200,
  'postgresql-bare': 200,
  'sqlite-who': 2000,
  'sqlite-bare': 2000,
};

/** What a sign-in by a database takes beside the bare driver, and what others notice of a crowd that signs in. */
export function measureSql(rounds: number): Promise<readonly Figure[]> {
  return withAll(async (keep) => {
    const { url } = keep(await startPostgresql('load'));
    const worker = keep(startChild<Question, Answer>('login/sql-worker.js', { args: [url], core: 'server' }));
    const sqlite = await openSqlite();
    sqlite?.close();
    const ways = Object.entries(SIGN_INS).filter(([id]) => sqlite !== undefined || id.startsWith('postgresql'));
    const cases = ways.map(
      ([id, signIns]): Case<Answer> => ({ id, sample: () => worker.ask({ way: id as Way, signIns }) }),
    );
    await interleave(cases, 5);
    const samples = await interleave(cases, rounds * 6);
    return [
      ...signInFigures('postgresql', 'PostgreSQL', 'pg', samples),
      ...(sqlite ? signInFigures('sqlite', 'SQLite', 'better-sqlite3', samples) : []),
      await crowdFigure({ name: 'sql', label: 'PostgreSQL', env: { BENCH_SQL_URL: url } }, rounds),
    ];
  });
}

function signInFigures(
  name: 'postgresql' | 'sqlite',
  label: string,
  driver: string,
  samples: ReadonlyMap<string, readonly Answer[]>,
): Figure[] {
  const clock = (way: string): number[] => (samples.get(way) ?? []).map(({ microseconds }) => microseconds);
  const cpu = (way: string): number[] => (samples.get(way) ?? []).map(({ cpuMicroseconds }) => cpuMicroseconds);
  const bare = `${name}-bare`;
  return [`${name}-who`, bare].map((way) => ({
    id: `login/${way}`,
    label: way === bare ? `${label} by bare ${driver}: the same query and check` : `${label} by plugin-sql`,
    values: {
      µs: spreadOf(clock(way)),
      '× bare': spreadOf(ratios(clock(way), clock(bare))),
      'CPU µs': spreadOf(cpu(way)),
      'CPU × bare': spreadOf(ratios(cpu(way), cpu(bare))),
    },
  }));
}
