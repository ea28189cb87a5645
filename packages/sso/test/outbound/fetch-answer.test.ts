import { describe, expect, it } from 'vitest';
import { resolveConnection } from '../../src/options/connection.js';
import { fetchers } from '../../src/outbound/fetch-text.js';
import { FAILURES, NAMES } from '../support.js';

const URL_ASKED = 'https://door.example.org/?secret=1';

function fetching(response: () => Promise<Response>, maxResponseBytes = 100) {
  const settings = resolveConnection({ fetch: response, maxResponseBytes }, 'test');
  return fetchers(NAMES, settings, FAILURES);
}

describe('an answer with its status', () => {
  it.each([200, 201, 302, 400, 401, 404])('may be %i', async (status) => {
    const headers = { 'WWW-Authenticate': 'Door' };
    const { fetchAnswer } = fetching(async () => new Response('why', { status, headers }));
    const answer = await fetchAnswer(URL_ASKED, { method: 'POST', body: 'a=b' });
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([status, 'why']);
    expect([answer.header('www-authenticate'), answer.header('x-other')]).toEqual(['Door', undefined]);
  });

  it.each([429, 500, 502, 503])('is an error at %i, and never says what was asked', async (status) => {
    const { fetchAnswer } = fetching(async () => new Response('secret=1', { status }));
    const error = await fetchAnswer(URL_ASKED).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'DOOR_UNAVAILABLE', status: 503 });
    expect(String(error)).not.toContain('secret');
  });

  it('has the same limits', async () => {
    const { fetchAnswer } = fetching(async () => new Response('x'.repeat(101), { status: 400 }));
    await expect(fetchAnswer(URL_ASKED)).rejects.toMatchObject({ code: 'DOOR_RESPONSE_TOO_LARGE' });
    const { fetchAnswer: lost } = fetching(() => Promise.reject(new Error(URL_ASKED)));
    const error = await lost(URL_ASKED).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'DOOR_UNAVAILABLE' });
    expect(String(error)).not.toContain('secret');
  });

  it('leaves the text to be there at 200 only', async () => {
    const { fetchText } = fetching(async () => new Response('why', { status: 400 }));
    await expect(fetchText(URL_ASKED)).rejects.toMatchObject({ code: 'DOOR_BAD_RESPONSE' });
    expect(await fetching(async () => new Response('yes')).fetchText(URL_ASKED)).toBe('yes');
  });
});
