import type { Facts, GivenReason } from '@who/core';
import { printable } from './printable.js';

/**
 * The reasons of a call, so many and so large at most. Plugins give constants, with numbers and names from the
 * configuration, which are kept as they are: a copy would cost more than all else.
 */
export function boundedReasons(given: readonly GivenReason[]): readonly GivenReason[] {
  const [only] = given;
  if (only === undefined) return NO_REASONS;
  if (given.length === 1 && only.facts === undefined) return alone(only);
  if (given.length <= MAX_REASONS && given.every(isSmall)) return given;
  return given.slice(0, MAX_REASONS).map((reason) => (isSmall(reason) ? reason : bounded(reason)));
}

/** A constant of a plugin, as nearly all are that have no facts: its list is made once. */
function alone(reason: GivenReason): readonly GivenReason[] {
  const known = ALONE.get(reason);
  if (known) return known;
  // What a plugin makes for one request only is not worth keeping if it is large.
  if (!isSmall(reason)) return [bounded(reason)];
  const list = Object.freeze([reason]);
  if (ALONE.size < MAX_ALONE) ALONE.set(reason, list);
  return list;
}

const NO_REASONS: readonly GivenReason[] = Object.freeze([]);
const ALONE = new Map<GivenReason, readonly GivenReason[]>();
/** More than all plugins of an application have. */
const MAX_ALONE = 1000;
const MAX_REASONS = 8;
const MAX_FACTS = 8;
const MAX_CODE = 64;
const MAX_FACT = 256;
const MAX_TEXT = 500;

function isSmall({ code, text, hint, facts }: GivenReason): boolean {
  if (code.length > MAX_CODE || text.length > MAX_TEXT || (hint !== undefined && hint.length > MAX_TEXT)) return false;
  let count = 0;
  for (const name in facts) {
    const value = facts[name];
    if (++count > MAX_FACTS || (typeof value === 'string' && value.length > MAX_FACT)) return false;
  }
  return true;
}

function bounded({ code, text, hint, facts }: GivenReason): GivenReason {
  return {
    code: printable(code, MAX_CODE),
    text: printable(text, MAX_TEXT),
    hint: hint === undefined ? undefined : printable(hint, MAX_TEXT),
    facts: facts && boundedFacts(facts),
  };
}

function boundedFacts(facts: Facts): Facts {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(facts).slice(0, MAX_FACTS)) {
    kept[name] = typeof value === 'string' ? printable(value, MAX_FACT) : value;
  }
  return kept;
}
