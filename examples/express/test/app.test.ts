import { createWho } from '@who/core';
import { serve, signedInAs, testBrowser } from '@who/testkit';
import { expect, it } from 'vitest';
import { createApp } from '../src/app.js';

/** An engine without a way to sign in: tests say who is signed in. */
const who = createWho({ publicUrl: 'http://localhost:3000', plugins: {} });

it('shows the private page to who is signed in', async () => {
  await using server = await serve(createApp(signedInAs('ada', who)));
  const page = await testBrowser().get(`${server.url}/private`);
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('You are ada.')]);
});

it('tells scripts who is signed in', async () => {
  await using server = await serve(createApp(signedInAs('ada', who)));
  const answer = await testBrowser().get(`${server.url}/api/me`);
  expect(JSON.parse(answer.body)).toEqual({ userid: 'ada' });
});

it('escapes names', async () => {
  await using server = await serve(createApp(signedInAs('<b>ada</b>', who)));
  const page = await testBrowser().get(server.url);
  expect(page.body).not.toContain('<b>');
});
