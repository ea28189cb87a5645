import { describe, expect, it } from 'vitest';
import * as everywhere from '../src/index.js';
import * as workerd from '../src/workerd.js';

describe('in Workers', () => {
  it('has the same exports', () => {
    expect(Object.keys(workerd).sort()).toEqual(Object.keys(everywhere).sort());
  });

  it('says at start that it cannot run', () => {
    expect(() => workerd.htpasswd()).toThrow(
      expect.objectContaining({ code: 'HTPASSWD_UNSUPPORTED', plugin: '@who/plugin-htpasswd' }),
    );
  });
});
