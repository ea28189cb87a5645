import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionIdOf } from '../../src/sessions/session-id.js';
import { casUserdata, sessionIdIn } from '../../src/userdata.js';
import { anyText, CAS_URL } from '../support.js';

describe('a session id', () => {
  it('is the beginning of a hash over the server and the ticket', () => {
    const hash = createHash('sha256').update(`${CAS_URL}\nST-1`).digest('base64url');
    expect(sessionIdOf(CAS_URL, 'ST-1')).toBe(hash.slice(0, 22));
    expect(sessionIdOf('https://other.example.org', 'ST-1')).not.toBe(sessionIdOf(CAS_URL, 'ST-1'));
  });

  it('is found again in the remembered data, under any name of the plugin', () => {
    fc.assert(
      fc.property(anyText, fc.string(), fc.boolean(), (name, ticket, renewed) => {
        const id = sessionIdOf(CAS_URL, ticket);
        const userdata = casUserdata(name, { sessionId: id, renewed });
        expect(sessionIdIn(userdata)).toBe(id);
        expect(new URLSearchParams(userdata).get('sid')).toBe(id);
        expect(sessionIdIn(casUserdata(name, { renewed }))).toBeUndefined();
      }),
    );
  });

  it('is not found in the data of others', () => {
    const id = 'a'.repeat(22);
    for (const userdata of ['', 'cas=', `&sid=${id}`, `a=b&sid=${id}`, `cas=cas&sid=${id}a`, `cas=cas&sid=${id}&a=b`]) {
      expect(sessionIdIn(userdata)).toBeUndefined();
    }
    fc.assert(fc.property(anyText, (text) => void expect(sessionIdIn(text)).toBeUndefined()));
  });
});
