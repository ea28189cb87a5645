import type { Said } from './cause.js';
import { hintOf, isAbsence, loginsOf, mostTelling } from './cause.js';
import { everyStep, type Journey, stepsOf } from './journey.js';
import type { Note } from './verdict.js';
import { reasonHint, reasonText } from './words.js';

/** What should be known besides the verdict, most important first. @param used what the verdict has said already */
export function notesOf(journey: Journey, used: Said | undefined): readonly Note[] {
  return [
    ...unchallenged(journey),
    ...unasked(journey),
    ...forgettable(journey),
    ...unread(journey),
    ...others(journey, used),
  ].slice(0, MAX_NOTES);
}

const MAX_NOTES = 4;

/** A 401 that nobody made a challenge of. */
function unchallenged(journey: Journey): readonly Note[] {
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
  return [{ text, hint }];
}

/** Plugins that could have known the user, or asked for one, and are limited to other kinds of requests. */
function unasked({ steps, userid, code }: Journey): readonly Note[] {
  if (userid !== undefined || code !== undefined) return [];
  return stepsOf({ steps }, 'classify').flatMap(({ reasons }) =>
    reasons
      .filter((reason) => reason.code === 'OTHER_CLASSIFICATION')
      .map((reason) => ({
        text: reasonText(reason),
        hint: reasonHint(reason) ?? 'If it should, change `only` in its order, or the request classifier.',
      })),
  );
}

/** A login that nothing remembers. */
function forgettable(journey: Journey): readonly Note[] {
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
    },
  ];
}

/** A rememberer that is not asked who somebody is: nobody finds what it keeps. */
function unread(journey: Journey): readonly Note[] {
  const asked = stepsOf(journey, 'identify').map(({ plugin }) => plugin);
  if (asked.length === 0) return [];
  for (const { stage, plugin, reasons } of everyStep(journey.steps)) {
    const kept = reasons.find(({ code }) => stage === 'remember' && code.endsWith('KEPT_BY'));
    const rememberer = kept?.facts?.['rememberer'];
    if (!kept || typeof rememberer !== 'string' || asked.includes(rememberer)) continue;
    const text = `${plugin} has ${rememberer} keep users signed in, which was not asked who this is: it is no identifier here.`;
    return [{ text, hint: 'Name it in "identifiers" and "authenticators".' }];
  }
  return [];
}

/** Failures that were passed over, and reasons about which something can be done. */
function others(journey: Journey, used: Said | undefined): readonly Note[] {
  const notes: Note[] = [];
  const hasLogin = loginsOf(journey).length > 0;
  const seen = new Set<string>(used?.reason ? [reasonText(used.reason)] : []);
  for (const step of everyStep(journey.steps)) {
    // What a login form says of a login, the login has said.
    if (step === used?.step || step.stage === 'decide' || (step.stage === 'reply' && hasLogin)) continue;
    if (step.stage === 'remember' && step.outcome === 'none') continue;
    for (const reason of step.reasons) {
      const text = reasonText(reason);
      const hint = reasonHint(reason);
      if (hint === undefined || isAbsence(reason) || seen.has(text)) continue;
      seen.add(text);
      notes.push({ text: `${step.plugin}: ${text}`, hint });
    }
    if (step.outcome === 'failed' && step.plugin !== '' && step.reasons.length === 0) {
      notes.push({ text: `${step.plugin} failed (${step.code}).`, hint: hintOf({ step, reason: undefined }) });
    }
  }
  return notes;
}
