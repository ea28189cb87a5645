import { timeJobs } from '../in-process/measure.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import { type Spread, spreadOf } from '../statistics.js';
import type { Answer, Question } from './htpasswd-worker.js';

export const USERS = [100, 1000, 10_000, 100_000, 1_000_000] as const;

export interface UserGrowth extends Record<keyof Answer, Spread> {
  readonly users: number;
  /** Microseconds for a request, when everybody comes in turn with a ticket and metadata of his own. */
  readonly request: Spread;
}

export async function measureUsers(rounds: number, sampleMs: number): Promise<readonly UserGrowth[]> {
  const requests = await timeJobs(
    USERS.map((users) => `users:${users}`),
    { rounds, sampleMs },
  );
  const growth: UserGrowth[] = [];
  for (const users of USERS) {
    const answers = await passwordFile(users, 3);
    growth.push({
      users,
      request: spreadOf((requests.get(`users:${users}`) ?? []).map((one) => one.cpuMicroseconds)),
      readMs: spreadOf(answers.map((one) => one.readMs)),
      lookMs: spreadOf(answers.map((one) => one.lookMs)),
      loginMicroseconds: spreadOf(answers.map((one) => one.loginMicroseconds)),
      bytesPerUser: spreadOf(answers.map((one) => one.bytesPerUser)),
    });
  }
  return growth;
}

async function passwordFile(users: number, times: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < times; i++) {
    answers.push(
      await withAll((keep) =>
        keep(startChild<Question, Answer>('growth/htpasswd-worker.js', { flags: ['--expose-gc'] })).ask({
          users,
          logins: 20_000,
        }),
      ),
    );
  }
  return answers;
}
