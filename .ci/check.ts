/**
 * Runs one check and prints one line for it: `ok` or `FAILED`, its seconds, and what it looked at. A check returns what
 * it finds wrong, or throws; the problems and what to do about them follow the line, and the process will fail.
 */
export async function check(
  what: string,
  work: () => readonly string[] | Promise<readonly string[]>,
  whatToDo?: string | undefined,
): Promise<boolean> {
  const started = performance.now();
  let problems: readonly string[];
  try {
    problems = await work();
  } catch (error) {
    problems = [error instanceof Error ? error.message : String(error)];
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  const lines = [`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${what}`];
  for (const problem of problems) lines.push(problem.trimEnd().replace(/^/gm, '    '));
  if (problems.length > 0) {
    if (whatToDo) lines.push(`    → ${whatToDo}`);
    process.exitCode = 1;
  }
  console.log(lines.join('\n'));
  return problems.length === 0;
}

/** What has to run through, and finds nothing else. */
export function runs(work: () => Promise<unknown>): () => Promise<readonly string[]> {
  return async () => {
    await work();
    return [];
  };
}
