import { testAdapter } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handlerOf, LACKS } from '../../../packages/fetch/test/application.js';
import { fetchServer } from './servers.js';

describe('whoFetch, served as the runtime does it', () => {
  // What the server says of streams that fail.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
  afterAll(() => void vi.restoreAllMocks());

  testAdapter(
    { describe, it, expect },
    {
      serve: (setup) => fetchServer.serve(handlerOf(setup, fetchServer.peer)),
      lacks: { ...LACKS, ...fetchServer.lacks },
    },
  );
});
