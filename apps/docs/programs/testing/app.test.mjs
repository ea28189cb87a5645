import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve, signedInAs, testBrowser } from '@who/testkit';
import { createApp, createEngine } from './app.mjs';

// Nobody is asked: there is no CAS server at this address.
const who = createEngine({
  publicUrl: 'http://localhost',
  casUrl: 'http://127.0.0.1:9/cas',
  secret: 'a secret of the tests, 32 bytes or more',
});

/** What the application answers to somebody. */
async function visit(engine, path) {
  const server = await serve(createApp(engine));
  try {
    return await testBrowser({ follow: false }).get(server.url + path);
  } finally {
    await server.close();
  }
}

test('admins see the report', async () => {
  const ada = signedInAs('ada', who, { metadata: { attributes: { groups: ['admins'] } } });
  const page = await visit(ada, '/report');
  assert.deepEqual([page.status, page.body], [200, 'The report, for ada\n']);
});

test('others do not', async () => {
  const bob = signedInAs('bob', who, { metadata: { attributes: { groups: ['engineers'] } } });
  assert.equal((await visit(bob, '/report')).status, 403);
});

test('strangers are sent to CAS', async () => {
  const page = await visit(who, '/report');
  assert.equal(page.location?.pathname, '/cas/login');
});
