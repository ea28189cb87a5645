import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { CAS_URL, failure } from './support.js';

/** A CAS server that answers to tickets as it is told, for the tests of one file. */
export interface FakeCas {
  /** What it was asked in this test. */
  readonly asked: URL[];
  /** What it says to each ticket; to others `INVALID_TICKET`. */
  answers: Readonly<Record<string, string>>;
}

export function fakeCas(): FakeCas {
  const cas: FakeCas = { asked: [], answers: {} };
  const server = setupServer(
    http.get(`${CAS_URL}/*`, ({ request }) => {
      const url = new URL(request.url);
      cas.asked.push(url);
      return HttpResponse.text(cas.answers[url.searchParams.get('ticket') ?? ''] ?? failure('INVALID_TICKET'));
    }),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => {
    cas.asked.length = 0;
    cas.answers = {};
  });
  afterAll(() => server.close());
  return cas;
}

/** An error page of the plugin. */
export const pageWith = (code: string, status = 403): unknown =>
  expect.objectContaining({ status, body: expect.stringContaining(code) });
