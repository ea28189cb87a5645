import type { LegacyAlgorithm } from '../src/answer/algorithms.js';
import type { Assertion, Expectation } from '../src/answer/assertion.js';
import { believedAssertion, readResponse } from '../src/answer/response.js';
import { SamlRefusal } from '../src/refusal.js';
import { ACS, IDP, idpKeys, SP } from './idp/idp.js';

export interface ReadingOptions extends Partial<Expectation> {
  readonly certificates?: readonly string[];
  readonly decryptionKeys?: readonly string[];
  readonly legacy?: readonly LegacyAlgorithm[];
}

export type Outcome = { readonly failure: string } | { readonly assertion: Assertion };

/** Reads a response as the plugin does at a sign-in whose request has the id `_request`. */
export async function read(xml: string, options: ReadingOptions = {}): Promise<Outcome> {
  const { certificates = [idpKeys.certificate], decryptionKeys = [], legacy = [], ...expected } = options;
  const expectation = {
    idpEntityId: IDP,
    entityId: SP,
    callbackUrl: ACS,
    requestId: '_request',
    nowMs: Date.now(),
    toleranceMs: 60_000,
    ...expected,
  };
  const response = readResponse(xml);
  const { failure } = response;
  if (failure !== undefined) return { failure };
  const keys = { certificates, decryptionKeys, legacy: new Set(legacy) };
  return { assertion: await believedAssertion(response, expectation, keys) };
}

/** Who is signed in by a response; or why nobody is. */
export async function outcomeOf(xml: string, options: ReadingOptions = {}): Promise<string> {
  try {
    const outcome = await read(xml, options);
    return 'failure' in outcome ? `failure ${outcome.failure}` : `user ${outcome.assertion.nameId?.value}`;
  } catch (error) {
    if (error instanceof SamlRefusal) return error.reason.code;
    throw error;
  }
}
