import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionIdOf } from '../../src/sessions/session-id.js';
import { anyText, DOOR_URL } from '../support.js';
import { doorUserdata, sessionIdIn } from './support.js';

describe('a session id', () => {
  it('is the beginning of a hash over the server and the ticket', () => {
    const hash = createHash('sha256').update(`${DOOR_URL}\nP-1`).digest('base64url');
    expect(sessionIdOf(DOOR_URL, 'P-1')).toBe(hash.slice(0, 22));
    expect(sessionIdOf('https://other.example.org', 'P-1')).not.toBe(sessionIdOf(DOOR_URL, 'P-1'));
  });

  it('is found again in the remembered data, under any name of the plugin', () => {
    fc.assert(
      fc.property(anyText, fc.string(), fc.boolean(), (name, ticket, isRenewed) => {
        const id = sessionIdOf(DOOR_URL, ticket);
        const userdata = doorUserdata(name, { sessionId: id, isRenewed });
        expect(sessionIdIn(userdata)).toBe(id);
        expect(new URLSearchParams(userdata).get('sid')).toBe(id);
        expect(sessionIdIn(doorUserdata(name, { isRenewed }))).toBeUndefined();
      }),
    );
  });

  it('is not found in the data of others', () => {
    const id = 'a'.repeat(22);
    for (const userdata of [
      '',
      'door=',
      `&sid=${id}`,
      `a=b&sid=${id}`,
      `door=door&sid=${id}a`,
      `door=door&sid=${id}&a=b`,
    ]) {
      expect(sessionIdIn(userdata)).toBeUndefined();
    }
    fc.assert(fc.property(anyText, (text) => void expect(sessionIdIn(text)).toBeUndefined()));
  });
});
