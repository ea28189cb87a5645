import type { Facts, Reason } from '@who/core';
import { clauseOf, type Problem } from '@who/sso';
import { reasons } from './reasons.js';

/** Pages that tell people that a response signs nobody in. */
export type RefusalCode = 'SAML_RESPONSE_INVALID' | 'SAML_RESPONSE_REJECTED' | 'SAML_USERID_MISSING';

/**
 * Why a message of the identity provider is not taken. Never with a part of the message in it, but for what was looked at
 * before.
 */
export class SamlRefusal extends Error {
  readonly code: RefusalCode;
  readonly reason: Reason;
  readonly facts: Facts;

  constructor(reason: keyof typeof reasons, facts: Facts = {}, code: RefusalCode = 'SAML_RESPONSE_REJECTED') {
    super(reason);
    this.code = code;
    this.reason = reasons[reason];
    this.facts = facts;
  }
}

/** A message that is not what it has to be. */
export function malformed(problem: string): SamlRefusal {
  return new SamlRefusal('SAML_MALFORMED', { problem }, 'SAML_RESPONSE_INVALID');
}

/** A message that nobody has signed as it has to be. */
export function unsigned(problem: string): SamlRefusal {
  return new SamlRefusal('SAML_UNSIGNED', { problem });
}

/**
 * The same, as the base wants it.
 *
 * @throws whatever is no refusal
 */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof SamlRefusal)) throw error;
  return { code: error.code, reason: clauseOf(error.reason, error.facts), told: [error.reason, error.facts] };
}
