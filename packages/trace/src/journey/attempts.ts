import type { Step } from './journey.js';

/**
 * Puts together what belongs to a login or a logout that was asked for meanwhile: by the application, or by the answer of
 * an identifier. Engines tell of their calls one by one, in the order of their stages, so it shows by what comes when.
 */
export function withAttempts(steps: readonly Step[]): readonly Step[] {
  const result: Step[] = [];
  // What comes after the response was decided on is the engine's own.
  const end = steps.findIndex(({ stage }) => stage === 'decide');
  const open = end === -1 ? steps : steps.slice(0, end);
  let at = 0;
  // The request's own way in.
  while (at < open.length && isOneOf(open[at], 'classify', 'identify')) result.push(open[at++] as Step);
  const found = result.filter(({ stage, outcome }) => stage === 'identify' && outcome === 'answered').length;
  if (found > 0) {
    const own = roundFrom(open, at, found);
    result.push(...open.slice(at, own));
    at = own;
  }
  while (at < open.length) {
    const next = attemptFrom(open, at);
    if (next === at) result.push(open[at++] as Step);
    else {
      result.push(attempt(open.slice(at, next)));
      at = next;
    }
  }
  return [...result, ...steps.slice(open.length)];
}

/** Where the login or logout ends that begins here; here, where none does. */
function attemptFrom(steps: readonly Step[], from: number): number {
  if (isOneOf(steps[from], 'authenticate')) return endOf(steps, roundFrom(steps, from, 1), 'remember', 'forget');
  // A challenge forgets, too.
  const isLogout = isOneOf(steps[from], 'forgetMetadata', 'forget') && !isOneOf(steps[from - 1], 'challenge');
  return isLogout ? endOf(steps, from, 'forgetMetadata', 'forget') : from;
}

/**
 * Where the calls of all authenticators end, and of the metadata providers behind them. The first authenticator looks at
 * all credentials, then the second one: where the first one comes again, another round begins.
 *
 * @param found how many credentials there are at most
 */
function roundFrom(steps: readonly Step[], from: number, found: number): number {
  const first = steps[from]?.plugin;
  let at = from;
  while (isOneOf(steps[at], 'authenticate')) {
    const isAgain = steps[at]?.plugin === first && at > from;
    if (isAgain && (steps[at - 1]?.plugin !== first || at - from >= found)) return at;
    at++;
  }
  return endOf(steps, at, 'metadata');
}

function endOf(steps: readonly Step[], from: number, ...stages: readonly Step['stage'][]): number {
  let at = from;
  while (isOneOf(steps[at], ...stages)) at++;
  return at;
}

function isOneOf(step: Step | undefined, ...stages: readonly Step['stage'][]): boolean {
  return step !== undefined && stages.includes(step.stage);
}

function attempt(steps: readonly Step[]): Step {
  const [first, last] = [steps[0] as Step, steps.at(-1) as Step];
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  const isLogin = steps.some(({ stage }) => stage === 'authenticate');
  const isSuccess = !isLogin || steps.some(({ stage, outcome }) => stage === 'authenticate' && outcome === 'answered');
  return {
    stage: isLogin ? 'login' : 'logout',
    plugin: '',
    outcome: isSuccess ? 'answered' : failed ? 'failed' : 'none',
    reasons: [],
    atMs: first.atMs,
    durationMs: last.atMs + last.durationMs - first.atMs,
    code: isSuccess ? undefined : failed?.code,
    steps,
  };
}
