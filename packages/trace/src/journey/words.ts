import type { GivenReason } from '@who/core';
import { printable } from '../recording/printable.js';
import type { Step } from './journey.js';
import { addsNothing } from './weight.js';

/** A reason's sentence, with its facts put in. */
export function reasonText(reason: Pick<GivenReason, 'text' | 'facts'>): string {
  return filled(reason.text, reason.facts);
}

/** What can be done about it, if anything. */
export function reasonHint({ hint, facts }: Pick<GivenReason, 'hint' | 'facts'>): string | undefined {
  return hint === undefined ? undefined : filled(hint, facts);
}

function filled(text: string, facts: GivenReason['facts'] = {}): string {
  const whole = text.replace(/\{(\w+)\}( s\b)?/g, (all, name: string, unit = '') =>
    Object.hasOwn(facts, name) ? `${facts[name]}${unit}${unit === '' ? '' : ageText(Number(facts[name]))}` : all,
  );
  return printable(whole, MAX_SENTENCE);
}

const MAX_SENTENCE = 1000;

/** ` (22 h)`, of so many seconds that nobody sees what they come to. */
function ageText(seconds: number): string {
  if (!(seconds >= 600)) return '';
  const [size, unit] = seconds >= 2 * 86_400 ? [86_400, 'days'] : seconds >= 2 * 3600 ? [3600, 'h'] : [60, 'min'];
  return ` (${Math.round(seconds / size)} ${unit})`;
}

/** What a plugin did, in a word or three. */
export function outcomeWords(step: Pick<Step, 'stage' | 'outcome' | 'reasons'>): string {
  if (step.outcome === 'failed') return 'failed';
  return WORDS[step.stage][step.outcome === 'answered' && !addsNothing(step) ? 0 : 1];
}

const WORDS: Readonly<Record<Step['stage'], readonly [answered: string, none: string]>> = {
  classify: ['classified', 'did not say'],
  identify: ['found something', 'found nothing'],
  authenticate: ['accepted', 'did not accept'],
  metadata: ['added', 'added nothing'],
  reply: ['answered', 'let it pass'],
  decide: ['wants a challenge', 'no challenge needed'],
  challenge: ['asked to sign in', 'had no answer'],
  remember: ['sent headers', 'changed nothing'],
  forget: ['sent headers', 'changed nothing'],
  forgetMetadata: ['forgot', 'forgot'],
  login: ['signed in', 'not signed in'],
  logout: ['signed out', 'signed out'],
};

/** The engine calls these by what they are, for nobody has given them a name. */
const UNNAMED: Readonly<Record<string, string>> = {
  requestClassifier: 'request classifier',
  challengeDecider: 'challenge decider',
  identifier: 'an identifier',
};

/** The plugin of a step as people are told of it. */
export function pluginName({ stage, plugin }: Pick<Step, 'stage' | 'plugin'>): string {
  const isUnnamed = stage === 'classify' || stage === 'decide' || stage === 'reply';
  return (isUnnamed ? UNNAMED[plugin] : undefined) ?? plugin;
}

/** `0.12 ms`, `12.4 ms`, `1.23 s` */
export function durationText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}
