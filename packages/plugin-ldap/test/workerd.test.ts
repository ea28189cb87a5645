import { describe, expect, it } from 'vitest';
import * as everywhere from '../src/index.js';
import * as workerd from '../src/workerd.js';

describe('in Workers', () => {
  it('has the same exports', () => {
    expect(Object.keys(workerd)).toEqual(Object.keys(everywhere));
  });

  it('says at start that it cannot run', () => {
    expect(() => workerd.ldap()).toThrow(
      expect.objectContaining({ code: 'LDAP_UNSUPPORTED', plugin: '@who/plugin-ldap' }),
    );
  });
});
