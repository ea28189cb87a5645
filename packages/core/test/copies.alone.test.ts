import { fakeRequest } from '@who/testkit';
import { expect, it, vi } from 'vitest';
import { createWho } from '../src/index.js';

it('names a request by a number that no other one in the process has, whichever copy of the engine made it', async () => {
  vi.resetModules();
  const copy = await import('../src/index.js');
  expect(copy.createWho).not.toBe(createWho);
  const engines = [createWho, copy.createWho].map((make) =>
    make({ publicUrl: 'https://app.example.org', plugins: {} }),
  );
  const numbers = [0, 1, 0, 1].map((which) => engines[which]?.api(fakeRequest()).exchange.number ?? 0);
  expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2, 3]);
});
