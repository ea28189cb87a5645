import { everyStep, type Journey, type Step, stepsOf } from './journey.js';
import { winnerOf } from './verdict.js';
import { addsNothing, isTroubled } from './weight.js';

/** A stop on the line that a journey is drawn as. */
export interface Station {
  readonly id:
    | 'classify'
    | 'identify'
    | 'authenticate'
    | 'metadata'
    | 'application'
    | 'decide'
    | 'challenge'
    | 'remember';
  readonly name: string;
  /**
   * `answered`: somebody gave something; `none`: all that were asked had nothing; `failed`: the journey ended here;
   * `skipped`: nobody was asked; `waiting`: it is not known yet.
   */
  readonly state: 'answered' | 'none' | 'failed' | 'skipped' | 'waiting';
  /** In a word or three, what happened. */
  readonly word: string;
  readonly steps: readonly Step[];
}

/** How a stop or a call looks: as its state, unless something there is wrong that has not ended the journey. */
export type Look = Station['state'] | 'troubled';

export function lookOf({ state, steps }: Pick<Station, 'state' | 'steps'>): Look {
  return state !== 'failed' && [...everyStep(steps)].some(isTroubled) ? 'troubled' : state;
}

/** The stops of a journey, in the order of the engine's stages, those included that it has not come to. */
export function stationsOf(journey: Journey): readonly Station[] {
  const { steps, classification, status, isChallenged, userid, code } = journey;
  const isOver = status !== undefined;
  const stop = (id: Station['id'], name: string, of: readonly Step[], word: string, why: string): Station => {
    const state = stateOf(of, isOver);
    return { id, name, state, word: state === 'answered' ? word : wordOf(state, why, of), steps: of };
  };
  const of = (...stages: readonly Step['stage'][]): readonly Step[] =>
    steps.filter(({ stage }) => stages.includes(stage));

  const identify = of('identify');
  const authenticate = of('authenticate');
  const decide = of('decide');
  const hasFound = authenticate.length > 0;
  const challenge = afterDecision(steps, 'challenge', 'forget');
  const remember = afterDecision(steps, 'remember');
  const isFailed = code !== undefined;
  const needs = decide.at(-1)?.outcome === 'answered';

  return [
    stop('classify', 'Classify', of('classify'), classification || 'classified', 'not asked'),
    stop('identify', 'Identify', identify, answeredBy(identify), isFailed ? 'not reached' : 'nobody to ask'),
    stop(
      'authenticate',
      'Authenticate',
      authenticate,
      winnerOf(journey)?.plugin ?? 'accepted',
      isFailed && !hasFound && identify.length === 0 ? 'not reached' : 'nothing to check',
    ),
    stop(
      'metadata',
      'Add metadata',
      of('metadata'),
      answeredBy(of('metadata')) || 'nothing',
      userid === undefined ? 'no user' : 'nothing to ask',
    ),
    application(journey, decide.length > 0),
    needs || decide.length === 0
      ? stop('decide', 'Decide', decide, 'challenge', replyOf(journey) ? 'decided already' : 'not reached')
      : undecided(journey, decide),
    needs || challenge.length > 0 || isChallenged
      ? stop(
          'challenge',
          'Challenge',
          challenge,
          answeredBy(challenge),
          isChallenged ? 'made already' : 'nobody to ask',
        )
      : stop('remember', 'Remember', remember, answeredBy(remember), userid === undefined ? 'nobody' : 'nothing new'),
  ];
}

function stateOf(steps: readonly Step[], isOver: boolean): Station['state'] {
  if (steps.some(({ outcome }) => outcome === 'answered')) return 'answered';
  if (steps.some(({ outcome }) => outcome === 'failed')) return 'failed';
  if (steps.length > 0) return 'none';
  return isOver ? 'skipped' : 'waiting';
}

function wordOf(state: Exclude<Station['state'], 'answered'>, why: string, steps: readonly Step[]): string {
  switch (state) {
    case 'none':
      return steps[0]?.stage === 'remember' ? 'nothing new' : 'nothing';
    case 'failed':
      return steps.find(({ outcome }) => outcome === 'failed')?.code ?? 'failed';
    case 'skipped':
      return why;
    case 'waiting':
      return 'not yet';
  }
}

/** What the engine itself asks plugins once the response has been decided on. */
function afterDecision(steps: readonly Step[], ...stages: readonly Step['stage'][]): readonly Step[] {
  const decided = steps.findIndex(({ stage }) => stage === 'decide');
  return decided === -1 ? [] : steps.slice(decided).filter(({ stage }) => stages.includes(stage));
}

/** The application, or the answer of an identifier that took its place, with all that they asked the engine for. */
function application(journey: Journey, isDecided: boolean): Station {
  const { steps, status, isChallenged, code } = journey;
  const reply = replyOf(journey);
  const own = beforeDecision(steps);
  if (reply) {
    const state = reply.outcome === 'failed' ? 'failed' : 'answered';
    return {
      id: 'application',
      name: 'Reply',
      state,
      word: state === 'failed' ? (reply.code ?? '') : `${status ?? ''} in its place`.trim(),
      steps: own,
    };
  }
  const base = { id: 'application', name: 'Application', steps: own } as const;
  if (isDecided)
    return {
      ...base,
      state: 'answered',
      word: isChallenged ? 'asked for a sign-in' : `answered ${status ?? ''}`.trim(),
    };
  if (status !== undefined)
    return {
      ...base,
      state: own.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'skipped',
      word: code === undefined ? `answered ${status}` : 'not reached',
    };
  return { ...base, state: 'waiting', word: 'at work' };
}

function replyOf({ steps }: Journey): Step | undefined {
  return stepsOf({ steps }, 'reply').find(({ outcome }) => outcome !== 'none');
}

function beforeDecision(steps: readonly Step[]): readonly Step[] {
  const decided = steps.findIndex(({ stage }) => stage === 'decide');
  const open = decided === -1 ? steps : steps.slice(0, decided);
  return open.filter(({ stage }) => !INGRESS.has(stage));
}

const INGRESS: ReadonlySet<string> = new Set(['classify', 'identify', 'authenticate', 'metadata']);

function answeredBy(steps: readonly Step[]): string {
  const answers = steps.filter((step) => step.outcome === 'answered' && !addsNothing(step));
  return [...new Set(answers.map(({ plugin }) => plugin))].join(', ');
}

/** The response goes out as it is, which is as it should be but for a 401. */
function undecided({ status, isChallenged }: Journey, steps: readonly Step[]): Station {
  const base = { id: 'decide', name: 'Decide', steps } as const;
  if (steps.at(-1)?.outcome === 'failed') return { ...base, state: 'failed', word: steps.at(-1)?.code ?? 'failed' };
  if (status === 401 && !isChallenged) return { ...base, state: 'none', word: 'left the 401 alone' };
  return { ...base, state: 'answered', word: 'no challenge' };
}
