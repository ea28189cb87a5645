import { describe, expect, it } from 'vitest';
import * as everywhere from '../src/index.js';
import * as workerd from '../src/workerd.js';

describe('in Workers', () => {
  it('has the same exports', () => {
    expect(Object.keys(workerd).sort()).toEqual(Object.keys(everywhere).sort());
  });

  it('says that it cannot run', () => {
    for (const ask of [workerd.createPasswords, workerd.hashPassword, workerd.verifyPassword]) {
      expect(() => ask()).toThrow(expect.objectContaining({ code: 'PASSWORDS_UNSUPPORTED', plugin: '@who/passwords' }));
    }
  });
});
