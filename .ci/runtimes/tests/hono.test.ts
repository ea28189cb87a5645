import { testAdapter } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applicationOf, LACKS } from '../../../packages/hono/test/application.js';
import { fetchServer } from './servers.js';

describe('Hono, served as the runtime does it', () => {
  // What the server says of streams that fail.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
  afterAll(() => void vi.restoreAllMocks());

  testAdapter(
    { describe, it, expect },
    {
      serve(setup) {
        const { fetch } = applicationOf(setup, (c) => fetchServer.peer(c.req.raw, c.env));
        return fetchServer.serve((request, context) => fetch(request, context));
      },
      lacks: { ...LACKS, ...fetchServer.lacks },
    },
  );
});
