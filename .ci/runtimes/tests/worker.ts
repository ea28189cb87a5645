import './worker-state.js';
import { site } from './site.js';

/** Runs one file of tests for each request of the check, and serves all other requests as the test that runs wants it. */
const worker: { fetch(request: Request): Response | Promise<Response> } = {
  async fetch(request) {
    const { origin, pathname, searchParams } = new URL(request.url);
    if (pathname !== '/run-tests') return site.fetch(request);
    site.url = origin;
    // Later than the state, which a bundle in pieces would not promise.
    const { outcomeOf } = await import('./harness.js');
    const file = searchParams.get('file') ?? '';
    const path = `../../../${file.replace(/\.ts$/, '.js')}`;
    return Response.json(await outcomeOf(file, () => import(path)));
  },
};

export default worker;
