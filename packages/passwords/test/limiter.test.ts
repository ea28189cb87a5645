import { describe, expect, it } from 'vitest';
import { limiter } from '../src/limiter.js';

/** A task that ends when it is told to. */
function controlled() {
  let end = (): void => {};
  let hasStarted = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const task = () => {
    hasStarted = true;
    return ended;
  };
  return { task, end, hasStarted: () => hasStarted };
}

describe('limiter', () => {
  it('runs so many at the same time, then the next in line', async () => {
    const { run } = limiter(2, 10);
    const tasks = Array.from({ length: 4 }, controlled);
    const runs = tasks.map(({ task }) => run(task));
    const started = () => tasks.map(({ hasStarted }) => hasStarted());
    expect(started()).toEqual([true, true, false, false]);
    tasks[1]?.end();
    await runs[1];
    await Promise.resolve();
    expect(started()).toEqual([true, true, true, false]);
    for (const { end } of tasks) end();
    await Promise.all(runs);
    expect(started()).toEqual([true, true, true, true]);
  });

  it('refuses what cannot wait, and takes more afterwards', async () => {
    const { run } = limiter(1, 1);
    const [first, second, third] = [controlled(), controlled(), controlled()];
    const runs = [run(first.task), run(second.task)];
    await expect(run(third.task)).rejects.toMatchObject({ code: 'PASSWORDS_BUSY', status: 503 });
    expect(third.hasStarted()).toBe(false);
    first.end();
    second.end();
    await Promise.all(runs);
    await expect(run(async () => 'done')).resolves.toBe('done');
  });

  it('goes on after a task that fails', async () => {
    const { run } = limiter(1, 1);
    const failing = run(async () => {
      throw new Error('no');
    });
    const next = run(async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
  });
});
