import type { GivenReason } from '@who/core';
import type { Step } from '../journey/journey.js';
import { lookOf } from '../journey/stations.js';
import { isAbsence, isTroubled } from '../journey/weight.js';
import { durationText, outcomeWords, pluginName, reasonHint, reasonText } from '../journey/words.js';
import { type Html, html } from './html.js';
import { bar, mark } from './marks.js';
import { hintLine } from './parts.js';

/** What calls are shown beside. */
interface Beside {
  /** The call that made somebody the user. */
  readonly winner: Step | undefined;
  /** The call that says why it came as it did. */
  readonly cause: Step | undefined;
  readonly wholeMs: number;
  /** Whether the stage of a call has to be named: within a login, for instance. */
  readonly namesStage?: boolean | undefined;
}

/** The calls of plugins at a stop, and those that were made within them. */
export function callList(steps: readonly Step[], beside: Beside): Html | undefined {
  if (steps.length === 0) return undefined;
  return html`<ul class="calls">${steps.map((step) => call(step, beside))}</ul>`;
}

function call(step: Step, beside: Beside): Html {
  const { outcome, code, atMs, durationMs, reasons, steps, plugin, stage } = step;
  const named =
    plugin === ''
      ? html`<strong>${stage === 'login' ? 'Login' : 'Logout'}</strong>`
      : html`${beside.namesStage ? html`<span class="soft">${STAGES[stage] ?? stage}</span> ` : undefined}<code>${pluginName(step)}</code>`;
  return html`<li class="call">${mark(lookOf({ state: outcome, steps: [{ ...step, steps: [] }] }))}
<div><p class="what">${named} <span>${outcomeWords(step)}</span>${step === beside.winner ? html` <span class="tag">wins</span>` : undefined}${step === beside.cause && step !== beside.winner ? html` <span class="tag calm">this is why</span>` : undefined}${isTroubled(step) && outcome !== 'failed' ? html` <span class="tag warn">problem</span>` : undefined}${code === undefined ? undefined : html` <span class="tag bad">${code}</span>`}</p>
${reasons.map((reason) => reasonLines(reason, beside))}</div>
<p class="time"><span>${durationText(durationMs)}</span>${bar(atMs, durationMs, beside.wholeMs)}</p>
${steps.length === 0 ? undefined : html`<div class="inside">${callList(steps, { ...beside, namesStage: true })}</div>`}</li>
`;
}

function reasonLines(reason: GivenReason, { winner }: Beside): Html {
  // Nobody has to sign in, say, where somebody just has.
  const isIdle = winner !== undefined && isAbsence(reason);
  return html`<p class="reason">${reasonText(reason)}</p>${isIdle ? undefined : hintLine(reasonHint(reason))}`;
}

const STAGES: Readonly<Partial<Record<Step['stage'], string>>> = { forgetMetadata: 'forget metadata' };
