import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import { SamlRefusal } from '../../src/refusal.js';
import { read } from '../answer-support.js';
import { makeKeyPair } from '../idp/certificate.js';
import { attribute, idpKeys, nameId, otherKeys, responseXml, signedResponse } from '../idp/idp.js';
import { encryptAssertion, signElement } from '../idp/sign.js';
import { mutated, randomNumbers } from './mutations.js';

/** How many, and from where on: all of them together are a long night. */
const COUNT = Number(process.env['SAML_MUTATIONS'] ?? 400);
const SEED = Number(process.env['SAML_MUTATIONS_SEED'] ?? 1);
/** Our own part takes a few milliseconds, on a busy machine some more. */
const MAX_MS = 5000;

const keys = makeKeyPair();

describe('mutations of genuine responses', () => {
  it(
    `sign nobody else in (${COUNT})`,
    async () => {
      const genuine = await originals();
      const others = [
        ...genuine,
        responseXml({ assertionId: '_evil', nameId: nameId('mallory@example.org') }),
        forged(),
      ];
      const counts: Record<string, number> = {};
      for (let i = 0; i < COUNT; i++) {
        const random = randomNumbers(SEED + i);
        const xml = mutated(genuine[random(genuine.length)] as string, random, others);
        const startedMs = busyMs();
        const outcome = await outcomeOf(xml);
        expect(busyMs() - startedMs, `mutation ${SEED + i} takes its time`).toBeLessThan(MAX_MS);
        if (outcome.startsWith('user')) expect(outcome, `mutation ${SEED + i}`).toBe(GENUINE);
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
      if (process.env['SAML_MUTATIONS']) console.log(counts);
      // Most of them are refused for what they are, and the library gets to see some, too.
      expect(counts['SAML_MALFORMED']).toBeGreaterThan(0);
      expect(counts['SAML_NOT_GENUINE']).toBeGreaterThan(0);
    },
    COUNT * MAX_MS,
  );
});

const ATTRIBUTES =
  attribute('urn:oid:0.9.2342.19200300.100.1.3|mail', 'alice@example.org') + attribute('role', 'guest');

async function originals(): Promise<readonly string[]> {
  const says = { assertionId: '_genuine', attributes: ATTRIBUTES, notOnOrAfterMs: Date.now() + 20 * 3_600_000 };
  const assertion = signedResponse(says);
  const response = signElement(responseXml(says), 'Response', idpKeys);
  return [
    assertion,
    response,
    signElement(assertion, 'Response', idpKeys),
    await encryptAssertion(assertion, keys.certificate),
    signElement(await encryptAssertion(responseXml(says), keys.certificate), 'Response', idpKeys),
  ];
}

/** What somebody else has signed. */
function forged(): string {
  return signElement(
    responseXml({ assertionId: '_evil', nameId: nameId('mallory@example.org') }),
    'Assertion',
    otherKeys,
  );
}

/** All that a sign-in is made of. */
async function outcomeOf(xml: string): Promise<string> {
  try {
    const outcome = await read(xml, { decryptionKeys: [keys.key] });
    if ('failure' in outcome) return 'failure';
    const { nameId: name, sessionIndex, authnContext, attributeStatements } = outcome.assertion;
    const attributes = attributeStatements.map((s) => s.children.map((a) => a.children.map((v) => v.text)));
    return `user ${JSON.stringify([name?.value, name?.format, sessionIndex, authnContext, attributes])}`;
  } catch (error) {
    if (error instanceof SamlRefusal) return error.reason.code;
    throw error;
  }
}

const GENUINE = `user ${JSON.stringify([
  'alice@example.org',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  '_session',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
  [[['alice@example.org'], ['guest']]],
])}`;
