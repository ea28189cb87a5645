import { isPromise } from '@who/core';
import type { SamlAnswerOptions, SamlSubject } from '../options/answers.js';
import { SamlRefusal } from '../refusal.js';
import { isTransient } from './name-id.js';

/**
 * Who somebody is.
 *
 * @throws {SamlRefusal} SAML_USERID_MISSING where that is nobody, or not exactly one
 */
export function useridOf(subject: SamlSubject, rule: NonNullable<SamlAnswerOptions['userid']>): string {
  const userid = candidate(subject, rule);
  // One that rejects would end the process.
  if (isPromise(userid)) userid.then(undefined, () => {});
  if (typeof userid === 'string' && userid !== '' && userid.length <= MAX_LENGTH && !CONTROL.test(userid))
    return userid;
  throw new SamlRefusal('SAML_NO_USERID', {}, 'SAML_USERID_MISSING');
}

function candidate(subject: SamlSubject, rule: NonNullable<SamlAnswerOptions['userid']>): unknown {
  const { nameId, attributes } = subject;
  if (typeof rule === 'function') return rule(subject);
  if (rule === 'NameID') return nameId && !isTransient(nameId) ? nameId.value : undefined;
  const values = attributes[rule];
  return values?.length === 1 ? values[0] : undefined;
}

const MAX_LENGTH = 1024;
/** They break cookies, headers and logs. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
