import type { Plan } from '@who/config';
import { CommandError } from '../command-error.js';
import { type Answer, type Question, questionsFor } from './questions.js';

/** What became of a question. */
export interface Compared {
  readonly title: string;
  /** `undefined` where the answer is as the file says. */
  readonly problem: string | undefined;
}

/**
 * Asks a running application what it answers to strangers, and compares it with what a file says. Nobody is signed in.
 *
 * @throws {CommandError} where it does not answer
 */
export async function compared(plan: Plan, url: string, page: string | undefined): Promise<readonly Compared[]> {
  const questions = questionsFor(plan, page);
  const results: Compared[] = [];
  for (const question of questions) {
    const answer = await ask(url, question);
    results.push({ title: question.title, problem: question.problem(answer) });
  }
  return results;
}

async function ask(url: string, { method, path, headers }: Question): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url.replace(/\/+$/, '') + path, { method, headers, redirect: 'manual', signal });
    const body = (await response.text()).slice(0, MAX_CHARACTERS);
    return { status: response.status, header: (name) => response.headers.get(name), body };
  } catch (error) {
    const { code, name } = Object(error instanceof Error ? (error.cause ?? error) : error) as {
      code?: string;
      name?: string;
    };
    throw new CommandError(`The application does not answer: ${code ?? name ?? 'it fails'}.`);
  }
}

/** For people. */
export function comparisonText(answers: readonly Compared[], url: string): string {
  if (answers.length === 0)
    return `\nThere is nothing to ask ${new URL(url).origin}: give a page that asks to sign in, by --page.\n`;
  const lines = answers.map(({ title, problem }) =>
    problem === undefined ? `  as it says: ${title}` : `  otherwise:  ${title}. ${problem}`,
  );
  return `\n${new URL(url).origin}\n${lines.join('\n')}\n`;
}

const TIMEOUT_MS = 5000;
const MAX_CHARACTERS = 1_000_000;
