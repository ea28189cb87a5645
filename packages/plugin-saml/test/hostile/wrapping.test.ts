import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../answer-support.js';
import { wrappedAssertions, wrappedResponses } from './wrapping.js';

const REFUSALS = ['SAML_MALFORMED', 'SAML_UNSIGNED', 'SAML_NOT_GENUINE'];

describe('a signed assertion with', () => {
  it.each(Object.entries(wrappedAssertions()))('%s signs nobody in', async (_, xml) => {
    expect(REFUSALS).toContain(await outcomeOf(xml));
  });
});

describe('a signed response with', () => {
  it.each(Object.entries(wrappedResponses()))('%s signs nobody in', async (_, xml) => {
    expect(REFUSALS).toContain(await outcomeOf(xml));
  });
});
