import type { StageName } from '@who/core';
import { becauseOf, causeOf, hintOf, isExact, isTelling, loginsOf, mostTelling, type Said } from './cause.js';
import { everyStep, type Journey, type Step, stepsOf } from './journey.js';
import { type Finding, findingsOf } from './notes.js';
import { isProblem, WEIGHTS } from './weight.js';
import { pluginName, reasonText } from './words.js';

/** What a journey comes to, in a sentence or two. */
export interface Verdict {
  readonly kind: 'signed-in' | 'signed-out' | 'nobody' | 'refused' | 'failed' | 'under-way';
  /** One sentence: who is signed in, or nobody, and why. */
  readonly text: string;
  /** What can be done about it. */
  readonly hint: string | undefined;
  /** The call that decided: the one that accepted, failed, or says why nobody is signed in. */
  readonly step: Step | undefined;
  /** What else does not seem right, or should be known. */
  readonly notes: readonly Note[];
}

export interface Note {
  readonly text: string;
  readonly hint: string | undefined;
}

/**
 * What a journey comes to. The rule: an error that ended the request before all else; then who is signed in, or signed
 * out; and where nobody is, the reason that tells most: of the last login, else of the authenticators, else of the
 * identifiers. Where that only says what is not there, what is set up wrongly or out of order takes its place.
 *
 * @example
 * for (const journey of createTrace().journeys(10)) console.log(verdictOf(journey).text);
 */
export function verdictOf(journey: Journey): Verdict {
  return examined(journey).verdict;
}

/** Whether something was refused, failed or is set up wrongly, as far as can be told. */
export function hasProblem(journey: Journey): boolean {
  const { verdict, isWrong } = examined(journey);
  return verdict.kind === 'failed' || verdict.kind === 'refused' || (journey.status ?? 0) >= 400 || isWrong;
}

function examined(journey: Journey): { readonly verdict: Verdict; readonly isWrong: boolean } {
  const judgement = judged(journey);
  const { said, kind } = judgement;
  const findings = findingsOf(journey, said);
  const isWrong = findings.some(isWeighty) || (said?.reason !== undefined && isProblem(said.reason));
  const cause = findings.find((finding) => isWeighty(finding) && isCauseFor(judgement, finding));
  const { text, hint } = cause ? withCause(judgement, cause) : judgement;
  const decisive = kind === 'signed-in' ? winnerOf(journey) : (cause?.step ?? said?.step);
  const notes = findings.filter((finding) => finding !== cause).slice(0, MAX_NOTES);
  const verdict = {
    kind,
    text,
    hint,
    step: decisive,
    notes: notes.map((note) => ({ text: note.text, hint: note.hint })),
  };
  return { verdict, isWrong };
}

const MAX_NOTES = 4;

function isWeighty({ weight }: Finding): boolean {
  return weight >= WEIGHTS.problem;
}

/** Whether what is wrong says more than the verdict without it: why nobody is signed in, or why nobody stays so. */
function isCauseFor({ kind, isVague = false }: Judgement, { isFleeting = false }: Finding): boolean {
  return kind === 'signed-in' ? isFleeting : isVague;
}

function withCause({ kind, text }: Judgement, { text: whole, because, hint }: Finding): Pick<Verdict, 'text' | 'hint'> {
  if (kind === 'signed-in')
    return { text: `${text.slice(0, -1)}, but may not stay so${because ?? `: ${whole.slice(0, -1)}`}.`, hint };
  return { text: because === undefined ? whole : `Nobody is signed in${because}.`, hint };
}

interface Judgement extends Pick<Verdict, 'kind' | 'text'> {
  readonly hint?: string | undefined;
  /** What the sentence is made of. */
  readonly said?: Said | undefined;
  /** Whether it says no more than what is not there, or where the browser is led. */
  readonly isVague?: boolean | undefined;
}

function judged(journey: Journey): Judgement {
  const { code, status, userid, steps } = journey;
  if (code !== undefined) return failed(journey, code);
  if (status === undefined) return underWay(journey);
  if (userid !== undefined) return signedIn(journey, userid);
  if ([...everyStep(steps)].some(({ stage }) => stage === 'logout')) {
    return { kind: 'signed-out', text: 'Signed out.' };
  }
  return nobody(journey);
}

function failed(journey: Journey, code: string): Judgement {
  const { status } = journey;
  if (journey.steps.length === 0) {
    const text = `The request was refused with ${status} before any plugin saw it (${code}).`;
    return { kind: 'failed', text, hint: hintOfTarget(code) };
  }
  const culprits = [...everyStep(journey.steps)].filter((step) => step.outcome === 'failed' && step.plugin !== '');
  const said = mostTelling(culprits.filter((step) => step.code === code)) ?? mostTelling(culprits);
  const who = said ? `${pluginName(said.step)} failed in ${STAGE_NAMES[said.step.stage as StageName]}` : 'it failed';
  const because = said?.reason ? becauseOf(said.reason) : '';
  const text = `The request ended with ${status}: ${who} (${code})${because}.`;
  return { kind: 'failed', text, hint: said && hintOf(said), said };
}

function hintOfTarget(code: string): string | undefined {
  return code === 'BAD_TARGET'
    ? 'Its target is no path: that is a probe, or a proxy that passes on whole URLs.'
    : undefined;
}

function underWay({ steps }: Journey): Judgement {
  const last = steps.at(-1);
  const place = last ? ` It has come as far as ${STAGE_NAMES[last.stage as StageName] ?? last.stage}.` : '';
  return {
    kind: 'under-way',
    text: `The request has not been answered yet.${place}`,
    hint: 'If it never is: an application that uses the engine without middleware tells of no answer.',
  };
}

function signedIn(journey: Journey, userid: string): Judgement {
  const login = loginsOf(journey).findLast(({ outcome }) => outcome === 'answered');
  const winner = winnerOf(journey);
  const by = winner ? `, verified by ${winner.plugin}` : '';
  if (journey.status === 403) {
    const text = `${userid} is signed in${by}, but may not do this: the application answered 403.`;
    return { kind: 'refused', text, hint: 'Look at what the application, or its guard, demands.' };
  }
  return {
    kind: 'signed-in',
    text: `${userid} ${login ? 'has just signed in' : 'is signed in'}${by}.`,
  };
}

function nobody(journey: Journey): Judgement {
  const cause = causeOf(journey);
  const login = loginsOf(journey).at(-1);
  const head = login ? 'Nobody has been signed in' : 'Nobody is signed in';
  if (cause && isTelling(cause)) {
    const { step, reason } = cause;
    // On the way to sign in, which is no reason why somebody is not.
    if (reason && isSentOff(journey, step)) {
      return {
        kind: 'nobody',
        text: `Nobody is signed in yet. ${reasonText(reason)}`,
        hint: hintOf(cause),
        said: cause,
        isVague: !isExact(cause),
      };
    }
    const because = reason ? becauseOf(reason) : `, because ${step.plugin} failed (${step.code})`;
    return { kind: 'nobody', text: `${head}${because}.`, hint: hintOf(cause), said: cause, isVague: !isExact(cause) };
  }
  const isVague = stepsOf(login ?? journey, 'authenticate').length === 0;
  return { kind: 'nobody', text: `${head}${plainly(journey, login)}.`, isVague };
}

/** Whether the answer of an identifier leads the browser elsewhere. */
function isSentOff({ status = 0, isChallenged }: Journey, { stage, outcome }: Step): boolean {
  return (
    !isChallenged &&
    status >= 300 &&
    status < 400 &&
    outcome === 'answered' &&
    (stage === 'reply' || stage === 'identify')
  );
}

/** Where no plugin says why. */
function plainly(journey: Journey, login: Step | undefined): string {
  const identifiers = stepsOf(journey, 'identify');
  const reply = stepsOf(journey, 'reply').find(({ outcome }) => outcome === 'answered');
  const rejected = stepsOf(login ?? journey, 'authenticate');
  if (rejected.length > 0) {
    return `, because ${listed(rejected, 'and')} did not accept what was given`;
  }
  if (reply) return ` yet: ${answererOf(identifiers)} answered in the place of the application`;
  if (identifiers.length === 0) return ', because no identifier was asked';
  return `, because the request has nothing that ${listed(identifiers, 'or')} could use`;
}

function answererOf(identifiers: readonly Step[]): string {
  const answered = identifiers.filter(({ outcome }) => outcome === 'answered');
  return answered.length === 1 ? (answered[0]?.plugin as string) : 'an identifier';
}

function listed(steps: readonly Step[], and: string): string {
  const names = [...new Set(steps.map(({ plugin }) => plugin))];
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}

/** The call that made somebody the user: of the last login that succeeded, else of the first authenticator that accepted. */
export function winnerOf(journey: Journey): Step | undefined {
  const login = loginsOf(journey).findLast(({ outcome }) => outcome === 'answered');
  return stepsOf(login ?? journey, 'authenticate').find(({ outcome }) => outcome === 'answered');
}

/** Stages as sentences name them. */
export const STAGE_NAMES: Readonly<Record<StageName | 'login' | 'logout', string>> = {
  classify: 'classify',
  identify: 'identify',
  authenticate: 'authenticate',
  metadata: 'add metadata',
  reply: 'reply',
  decide: 'decide',
  challenge: 'challenge',
  remember: 'remember',
  forget: 'forget',
  forgetMetadata: 'forget metadata',
  login: 'login',
  logout: 'logout',
};
