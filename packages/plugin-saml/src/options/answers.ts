import { ssoChecks } from '@who/sso';
import { LEGACY_ALGORITHMS, type LegacyAlgorithm } from '../answer/algorithms.js';
import type { SamlAttributes } from '../attributes/attributes.js';
import type { NameId } from '../attributes/name-id.js';
import { PACKAGE } from '../naming.js';

/** Whom answers of the identity provider are about, and which are taken. */
export interface SamlAnswerOptions {
  /**
   * Who somebody is: `NameID`; the name of an attribute that has exactly one value, e.g. `eduPersonPrincipalName`; or a
   * function of all that is said. A transient NameID is nobody, because it is another one each time. Two plugins whose
   * users may have the same names need a function that sets them apart, e.g. by the identity provider.
   * @default 'NameID'
   */
  readonly userid?: 'NameID' | (string & {}) | ((subject: SamlSubject) => string | undefined) | undefined;
  /**
   * Names for attributes, by the names or friendly names that the identity provider gives them.
   * @default none: known OIDs and URIs have their usual names, others their friendly names, or their own
   */
  readonly attributeNames?: Readonly<Record<string, string>> | undefined;
  /**
   * Ways to sign in of which one is asked for, and has to have been taken: URIs of authentication contexts.
   * @default none: any will do
   */
  readonly authnContexts?: readonly [string, ...string[]] | undefined;
  /** Make people sign in anew although they have a session at the identity provider. @default false */
  readonly renew?: boolean | undefined;
  /** By how much the clocks of both servers may differ, in seconds; so much longer all counts. @default 60 */
  readonly clockToleranceSeconds?: number | undefined;
  /**
   * Weak algorithms that are taken all the same: `sha1` in signatures; `aes-cbc` for assertions in a response that is not
   * signed itself, where who can try often reads them; `rsa-1_5` for their keys, of which the same is true.
   * @default none
   */
  readonly legacyAlgorithms?: readonly LegacyAlgorithm[] | undefined;
}

/** What the identity provider says about somebody. */
export interface SamlSubject {
  /** The entityID of the identity provider. */
  readonly idp: string;
  readonly nameId: NameId | undefined;
  readonly attributes: SamlAttributes;
}

export interface AnswerSettings {
  readonly userid: NonNullable<SamlAnswerOptions['userid']>;
  readonly attributeNames: ReadonlyMap<string, string>;
  readonly authnContexts: readonly string[];
  readonly renew: boolean;
  readonly toleranceMs: number;
  readonly legacy: ReadonlySet<LegacyAlgorithm>;
}

const { check, checkCount, checkFlag, checkList } = ssoChecks(PACKAGE);

/** @throws {WhoError} BAD_OPTION */
export function resolveAnswers(options: SamlAnswerOptions): AnswerSettings {
  const { userid = 'NameID', attributeNames = {}, authnContexts, legacyAlgorithms = [] } = options;
  check(
    typeof userid === 'function' || (typeof userid === 'string' && userid !== ''),
    'userid',
    "must be 'NameID', the name of an attribute, or a function.",
  );
  const names = Object.entries(Object(attributeNames) as Record<string, unknown>);
  const isNames = typeof attributeNames === 'object' && !Array.isArray(attributeNames);
  check(
    isNames && names.every(([, name]) => typeof name === 'string' && name !== ''),
    'attributeNames',
    'must be an object of names.',
  );
  checkList('authnContexts', authnContexts);
  check(
    Array.isArray(legacyAlgorithms) && legacyAlgorithms.every((name) => LEGACY_ALGORITHMS.includes(name)),
    'legacyAlgorithms',
    `must be a list of ${LEGACY_ALGORITHMS.map((name) => `'${name}'`).join(', ')}.`,
  );
  return {
    userid,
    attributeNames: new Map(names as [string, string][]),
    authnContexts: authnContexts ?? [],
    renew: checkFlag('renew', options.renew),
    toleranceMs: checkCount('clockToleranceSeconds', options.clockToleranceSeconds ?? 60, 0) * 1000,
    legacy: new Set(legacyAlgorithms),
  };
}
