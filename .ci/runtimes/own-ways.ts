import { USERID } from './application/facts.js';
import { fresh } from './tickets.js';
import type { Visits } from './visit.js';

/** Where runtimes differ. */
export const OWN_WAYS: Visits = {
  async 'where the client is'({ runtime, to, expect }) {
    const claim = ['CF-Connecting-IP', '192.0.2.7'] as const;
    const addressOf = async (headers: readonly (readonly [string, string])[]) =>
      JSON.parse((await to({ headers })).body).address;
    expect('the address', await addressOf([]), runtime.address);
    expect('the address of a client that names another', await addressOf([claim]), runtime.address);
    // By this header, workerd is told what a request has gone through in front of it.
    const throughCloudflare = await addressOf([claim, ['CF-Blob', '{}']]);
    expect('the address that Cloudflare names', throughCloudflare, runtime.address ?? '192.0.2.7');
  },

  async 'what cannot run says so at start'({ runtime, to, expect }) {
    if (runtime.refusals.length === 0) return;
    expect('what has refused', JSON.parse((await to({ target: '/refusals' })).body), runtime.refusals);
  },

  async 'a header that is concealed'({ to, expect }) {
    const headers = [['X-Front', 'forged']] as const;
    expect('what is seen of it', JSON.parse((await to({ headers })).body).front, [null, null]);
    // Some servers refuse a request that has no other header.
    expect(
      'whether it is seen where it is the only one',
      (await to({ headers, bare: true })).body.includes('forged'),
      false,
    );
  },

  async 'a header that comes twice'({ to, expect }) {
    for (const [first, second] of [
      ['1', '2'],
      ['', '2'],
      ['1', ''],
      ['', ''],
    ] as const) {
      const headers = [
        ['X-Twice', first],
        ['X-Twice', second],
      ] as const;
      const { twice } = JSON.parse((await to({ headers })).body);
      expect(`how often it came, as ${JSON.stringify([first, second])}`, twice, 2);
    }
  },

  async 'cookies of several lines'({ runtime, to, expect }) {
    const first = await to({ target: '/private', headers: [fresh(), ['Cookie', 'a=b']] });
    const second = await to({ target: '/private', headers: [['Cookie', 'a=b'], fresh()] });
    const wanted = runtime.readsAllCookieLines ? [200, 200] : [401, 401];
    expect('the statuses with a ticket in the first line, and in the second', [first.status, second.status], wanted);
  },

  async 'a byte that is no UTF-8'({ runtime, to, expect }) {
    const { letter } = JSON.parse((await to({ headers: [['Cookie', 'letter=\xe9']] })).body);
    expect('the letter', letter, runtime.strayByte);
  },

  async 'paths that are not written as browsers write them'({ runtime, to, expect }) {
    for (const target of ['/a/../private', '/a/%2e%2e/private', '/private#x']) {
      expect(`the status of ${target}`, (await to({ target })).status, 401);
    }
    const seen = async (target: string) => JSON.parse((await to({ target, headers: [fresh()] })).body).target;
    expect('the target of dots', await seen('/a/../b'), runtime.resolvesDots ? '/b' : '/a/../b');
    expect('the target of an escape', await seen('/%62?c=%zz'), '/%62?c=%zz');
    expect('the target of slashes', await seen('//b'), '//b');
  },

  async 'targets that are no paths'({ runtime, to, expect }) {
    const whole = await to({ target: 'http://elsewhere.example/private' });
    expect('the status of a whole URL', whole.status, runtime.refusesWholeUrls ? 400 : 401);
    const signedIn = await to({ target: 'http://elsewhere.example/private', headers: [fresh()] });
    expect('its status for who is signed in', signedIn.status, runtime.refusesWholeUrls ? 400 : 200);
    expect('the status of *', (await to({ target: '*' })).status, 400);
    for (const target of ['private', '?private']) {
      const { status, body } = await to({ target, headers: [fresh()] });
      expect(`whether ${target} leads to what is guarded`, status === 200 && body.includes(USERID), false);
    }
  },
};
