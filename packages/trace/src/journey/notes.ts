import type { Said } from './cause.js';
import { becauseOf, hintOf, loginsOf, mostTelling } from './cause.js';
import { everyStep, type Journey, type Step, stepsOf } from './journey.js';
import type { Note } from './verdict.js';
import { isAbsence, isProblem, WEIGHTS, weightOfCode } from './weight.js';
import { reasonHint, reasonText } from './words.js';

/** A note, and what it is worth. */
export interface Finding extends Note {
  /** One of {@link WEIGHTS}. */
  readonly weight: number;
  /** The call that it is about. */
  readonly step: Step | undefined;
  /** The second half of a sentence that it is the cause of; without, its text is a sentence about nobody being signed in. */
  readonly because?: string | undefined;
  /** Whether it says why somebody who has signed in does not stay so. */
  readonly isFleeting?: boolean | undefined;
}

/** What is to be known of a journey, most important first. @param used what the verdict has said already */
export function findingsOf(journey: Journey, used: Said | undefined): readonly Finding[] {
  const findings = [
    ...unchallenged(journey),
    ...unasked(journey),
    ...forgettable(journey),
    ...unread(journey),
    ...others(journey, used),
  ];
  return findings.sort((one, other) => other.weight - one.weight);
}

/** A 401 that nobody made a challenge of. */
function unchallenged(journey: Journey): readonly Finding[] {
  if (journey.status !== 401 || journey.isChallenged || journey.code !== undefined) return [];
  // The answer of a login page, which is a challenge itself.
  if (stepsOf(journey, 'reply').some(({ outcome }) => outcome === 'answered')) return [];
  const decision = stepsOf(journey, 'decide').at(-1);
  if (decision?.outcome === 'none') {
    const said = mostTelling([decision]);
    const why = said?.reason ? ` ${reasonText(said.reason)}` : '';
    return [
      {
        text: `Nobody was asked to sign in: the challenge decider left the 401 as it is.${why}`,
        hint:
          (said && hintOf(said)) ??
          'Look at the decider, and at the headers of the 401: Content-Type, WWW-Authenticate.',
        // A decider that says nothing may leave all alone on purpose.
        weight: said?.reason ? WEIGHTS.problem : VAGUE,
        step: decision,
      },
    ];
  }
  if (decision?.outcome !== 'answered') return [];
  const challengers = stepsOf(journey, 'challenge');
  const noPage = [decision, ...challengers].flatMap(({ reasons }) => reasons).find(({ code }) => code === 'NO_PAGE');
  const why =
    challengers.length > 0 ? 'no challenger had an answer.' : 'there is no challenger for a request of this kind.';
  const text = `Nobody was asked to sign in: ${why}${noPage ? ` ${reasonText(noPage)}` : ''}`;
  const hint = mostTelling(challengers)?.reason?.hint ?? 'Scripts and programs need a challenger such as Basic.';
  const weight = challengers.length > 0 ? WEIGHTS.telling : VAGUE;
  return [{ text, hint, weight, step: challengers.at(-1) ?? decision }];
}

/** Of what most often is as it should be. */
const VAGUE = 1;

/** Plugins that could have known the user, or asked for one, and are limited to other kinds of requests. */
function unasked({ steps, userid, code, status, isChallenged }: Journey): readonly Finding[] {
  if (userid !== undefined || code !== undefined) return [];
  // Whoever gets a bare 401 might be known to an identifier that was not asked. Who is asked to sign in most often is not.
  const isRefused = status === 401 && !isChallenged;
  return stepsOf({ steps }, 'classify').flatMap((step) =>
    step.reasons
      .filter((reason) => reason.code === 'OTHER_CLASSIFICATION')
      .map((reason) => ({
        text: reasonText(reason),
        hint: reasonHint(reason) ?? 'If it should, change `only` in its order, or the request classifier.',
        weight: isRefused && reason.facts?.['role'] === 'identifier' ? WEIGHTS.problem : WEIGHTS.notThere,
        step,
        because: becauseOf(reason),
      })),
  );
}

/** A login that nothing remembers. */
function forgettable(journey: Journey): readonly Finding[] {
  const login = loginsOf(journey).findLast(({ outcome }) => outcome === 'answered');
  if (!login || journey.userid === undefined) return [];
  const all = [...everyStep(journey.steps)];
  if (all.some(({ stage, outcome }) => stage === 'remember' && outcome === 'answered')) return [];
  const said = mostTelling(stepsOf(login, 'remember'));
  return [
    {
      text: `Nothing remembers this sign-in: the next request comes without it.${said?.reason ? ` ${reasonText(said.reason)}` : ''}`,
      hint:
        (said && hintOf(said)) ??
        'An identifier such as a ticket has to be among the identifiers, or be named as the rememberer.',
      weight: WEIGHTS.telling,
      step: said?.step ?? login,
    },
  ];
}

/** A rememberer that is not asked who somebody is: nobody finds what it keeps. */
function unread(journey: Journey): readonly Finding[] {
  const asked = stepsOf(journey, 'identify').map(({ plugin }) => plugin);
  if (asked.length === 0) return [];
  for (const step of everyStep(journey.steps)) {
    const { stage, plugin, reasons } = step;
    const kept = reasons.find(({ code }) => stage === 'remember' && code.endsWith('KEPT_BY'));
    const rememberer = kept?.facts?.['rememberer'];
    if (!kept || typeof rememberer !== 'string' || asked.includes(rememberer)) continue;
    const text = `${plugin} has ${rememberer} keep users signed in, which was not asked who this is: it is no identifier here.`;
    const hint = 'Name it in "identifiers" and "authenticators".';
    return [{ text, hint, weight: WEIGHTS.problem, step, because: `: ${text.slice(0, -1)}`, isFleeting: true }];
  }
  return [];
}

/** Failures that were passed over, and reasons about which something can be done. */
function others(journey: Journey, used: Said | undefined): readonly Finding[] {
  const notes: Finding[] = [];
  const hasLogin = loginsOf(journey).length > 0;
  const seen = new Set<string>(used?.reason ? [reasonText(used.reason)] : []);
  for (const step of everyStep(journey.steps)) {
    // What a login form says of a login, the login has said.
    if (step === used?.step || step.stage === 'decide' || (step.stage === 'reply' && hasLogin)) continue;
    if (step.stage === 'remember' && step.outcome === 'none') continue;
    for (const reason of step.reasons) {
      const text = reasonText(reason);
      const hint = reasonHint(reason);
      if ((hint === undefined && !isProblem(reason)) || isAbsence(reason) || seen.has(text)) continue;
      seen.add(text);
      notes.push({
        text: `${step.plugin}: ${text}`,
        hint,
        weight: weightOfCode(reason.code),
        step,
        because: becauseOf(reason),
        isFleeting: step.stage === 'remember' && isProblem(reason),
      });
    }
    if (step.outcome === 'failed' && step.plugin !== '' && step.reasons.length === 0) {
      const text = `${step.plugin} failed (${step.code}).`;
      const because = `, because ${text.slice(0, -1)}`;
      notes.push({ text, hint: hintOf({ step, reason: undefined }), weight: WEIGHTS.problem, step, because });
    }
  }
  return notes;
}
