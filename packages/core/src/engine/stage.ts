import { WhoError } from '../contract/errors.js';
import { isPromise, type MaybePromise } from '../contract/maybe-promise.js';
import { channels, type StageName } from './diagnostics.js';
import { checkError } from './headers.js';
import { Watch, type Watched } from './watch.js';

/**
 * One stage of the journey: plugins that are called one after the other. A stage keeps nothing itself; what happened
 * so far is in the run. Results are taken in order, at once where a plugin answers at once: as long as no plugin
 * returns a promise, none is made.
 */
export interface Stage<Run, Result> {
  readonly name: StageName;
  /** How many calls there are. */
  steps(run: Run): number;
  /** Registered name of the plugin that a step calls. */
  pluginAt(run: Run, step: number): string;
  call(run: Run, step: number): MaybePromise<Result>;
  /** Takes a step's result; `true` ends the stage. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most stages have nothing to say here
  take(run: Run, result: Result, step: number): boolean | void;
  /** Whether a plugin's failure can be passed over. Without it, every failure ends the journey. */
  passOver?(run: Run, error: WhoError): boolean;
}

/** What a stage has to know of its run. */
export interface StageRun {
  readonly exchange: Watched;
  readonly identity?: { readonly userid: string } | undefined;
}

/** Runs stages one after the other. @throws {WhoError} whatever a plugin threw */
export function runStages<Run extends StageRun>(
  stages: readonly Stage<Run, unknown>[],
  run: Run,
  from = 0,
): MaybePromise<void> {
  for (let index = from; index < stages.length; index++) {
    const pending = runStage(stages[index] as Stage<Run, unknown>, run);
    if (isPromise(pending)) return pending.then(() => runStages(stages, run, index + 1));
  }
}

/** Runs one stage from a step on. @throws {WhoError} whatever a plugin threw */
export function runStage<Run extends StageRun, Result>(
  stage: Stage<Run, Result>,
  run: Run,
  from = 0,
): MaybePromise<void> {
  for (let step = from; step < stage.steps(run); step++) {
    const watch = channels[stage.name].hasSubscribers
      ? new Watch(run.exchange, stage.name, stage.pluginAt(run, step))
      : undefined;
    try {
      const result = watch ? watch.call(stage, run, step) : stage.call(run, step);
      if (isPromise(result)) return resume(stage, run, step, watch, result);
      if (settle(stage, run, step, watch, result)) return;
    } catch (thrown) {
      fail(stage, run, step, watch, thrown);
    }
  }
}

/** Goes on with a stage once the promise of one of its steps is settled. */
export async function resume<Run extends StageRun, Result>(
  stage: Stage<Run, Result>,
  run: Run,
  step: number,
  watch: Watch | undefined,
  pending: PromiseLike<Result>,
): Promise<void> {
  try {
    if (settle(stage, run, step, watch, await pending)) return;
  } catch (thrown) {
    fail(stage, run, step, watch, thrown);
  }
  await runStage(stage, run, step + 1);
}

function settle<Run extends StageRun, Result>(
  stage: Stage<Run, Result>,
  run: Run,
  step: number,
  watch: Watch | undefined,
  result: Result,
): boolean {
  const isOver = stage.take(run, result, step) === true;
  watch?.end(result === undefined || result === false ? 'none' : 'answered', run.identity?.userid);
  return isOver;
}

export function fail<Run extends StageRun, Result>(
  stage: Stage<Run, Result>,
  run: Run,
  step: number,
  watch: Watch | undefined,
  thrown: unknown,
): void {
  const plugin = stage.pluginAt(run, step);
  const error = checkError(WhoError.from(thrown, plugin), plugin);
  watch?.end('failed', run.identity?.userid, error.code);
  if (!stage.passOver?.(run, error)) throw error;
}
