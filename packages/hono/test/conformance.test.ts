import { getRequestListener } from '@hono/node-server';
import { serve, testAdapter } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import { applicationOf, LACKS } from './application.js';

keepGlobals();

describe('Hono', () => {
  // What the server says of streams that fail.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
  afterAll(() => void vi.restoreAllMocks());

  testAdapter(
    { describe, it, expect },
    { serve: (setup) => serve(getRequestListener(applicationOf(setup).fetch)), lacks: LACKS },
  );
});
