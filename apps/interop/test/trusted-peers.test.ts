import { describe, expect, it } from 'vitest';
import { startDemo } from '../../demo/test/demo-process.js';
import { FORGED } from './forging/attempt.js';
import { cookiesIn, sendRaw } from './raw-http.js';
import { listensOn } from './shibboleth-demo.js';

/** Where the demo listens, whom it trusts, and who of those that connect can sign people in. */
const cases = [
  { host: '127.0.0.1', trusted: '127.0.0.2/32', believed: ['127.0.0.2'], others: ['127.0.0.1', '127.0.0.3'] },
  {
    host: '127.0.0.1',
    trusted: '10.0.0.0/8,127.0.0.4/30',
    believed: ['127.0.0.4', '127.0.0.7'],
    others: ['127.0.0.1', '127.0.0.8'],
  },
  { host: '127.0.0.1', trusted: '::1/128', believed: [], others: ['127.0.0.1'] },
  { host: '::1', trusted: '::1/128', believed: ['::1'], others: [] },
  { host: '::1', trusted: '127.0.0.1/32', believed: [], others: ['::1'] },
  { host: '::ffff:127.0.0.1', trusted: '127.0.0.1/32', believed: ['127.0.0.1'], others: ['127.0.0.2'] },
  { host: '::ffff:127.0.0.1', trusted: '::ffff:127.0.0.2/128', believed: ['127.0.0.2'], others: ['127.0.0.1'] },
  { host: '::ffff:127.0.0.1', trusted: '::1/128', believed: [], others: ['127.0.0.1'] },
];

describe('the headers of a front end', () => {
  it.each(cases)('at $host, where $trusted is trusted', async ({ host, trusted, believed, others }) => {
    const demo = await startDemo({ HOST: host, HEADER_SSO: 'on', HEADER_SSO_TRUSTED: trusted });
    try {
      const port = Number(listensOn(demo).port);
      const lines = ['GET /login/sso HTTP/1.1', 'Host: localhost', 'Connection: close', ...FORGED, '', ''];
      const isSignedIn = async (localAddress: string): Promise<boolean> => {
        const to = host === '::1' ? host : '127.0.0.1';
        const received = await sendRaw({ host: to, port, localAddress, text: lines.join('\r\n') });
        return cookiesIn(received, 'auth_tkt').length > 0;
      };
      for (const address of believed) expect(await isSignedIn(address), address).toBe(true);
      for (const address of others) expect(await isSignedIn(address), address).toBe(false);
    } finally {
      await demo.stop();
    }
  });
});
