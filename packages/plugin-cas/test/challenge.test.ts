import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_URL, application, browser, CAS_URL, serviceOf, success } from './support.js';

const server = setupServer(
  http.get(`${CAS_URL}/p3/serviceValidate`, ({ request }) =>
    HttpResponse.text(success(new URL(request.url).searchParams.get('ticket')?.slice(3) ?? '')),
  ),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

describe('a challenge', () => {
  it.each(['GET', 'HEAD'])('sends a %s to CAS and back to the page', async (method) => {
    const tab = browser(application());
    const challenged = await tab.visit('/private/%C3%AB?a=b&ticket=x', { method });
    expect(challenged.status).toBe(302);
    const answer = await tab.arrive(serviceOf(challenged));
    expect(answer.location.href).toBe(`${APP_URL}/private/%C3%AB?a=b&ticket=x`);
  });

  it.each(['POST', 'PUT', 'DELETE'])('goes on with GET after a %s, and ends at the front page', async (method) => {
    const tab = browser(application());
    const challenged = await tab.visit('/private', { method });
    expect(challenged.status).toBe(303);
    expect((await tab.arrive(serviceOf(challenged))).location.href).toBe(`${APP_URL}/`);
  });

  it('keeps the sign-ins of other tabs', async () => {
    const tab = browser(application());
    const one = serviceOf(await tab.visit('/private/one'));
    const two = serviceOf(await tab.visit('/private/two'));
    expect((await tab.arrive(one)).location.pathname).toBe('/private/one');
    expect((await tab.arrive(two)).location.pathname).toBe('/private/two');
  });

  it('that no sign-in satisfies ends with a page', async () => {
    const app = application();
    const tab = browser(app);
    for (let round = 1; round <= 3; round++) {
      const challenged = await tab.visit('/forbidden');
      expect(challenged.status).toBe(302);
      await tab.arrive(serviceOf(challenged));
    }
    const stopped = await tab.visit('/forbidden');
    expect(stopped).toMatchObject({ status: 403, body: expect.stringContaining('CAS_LOOP') });
    expect((await tab.visit('/forbidden')).status).toBe(302);
  });

  it('is not taken for a circle when time has passed, or after a logout', async () => {
    const app = application({ logoutPath: '/logout' });
    const tab = browser(app);
    for (let round = 1; round <= 6; round++) {
      const challenged = await tab.visit('/private');
      expect(challenged.status).toBe(302);
      await tab.arrive(serviceOf(challenged));
      await tab.visit('/logout', { method: 'POST' });
    }
    for (let round = 1; round <= 6; round++) {
      const challenged = await tab.visit('/forbidden');
      expect(challenged.status).toBe(302);
      await tab.arrive(serviceOf(challenged));
      app.clock.advance(11_000);
    }
  });

  it('leaves nothing that passes for a state', async () => {
    const tab = browser(application());
    await tab.arrive(serviceOf(await tab.visit('/private')));
    tab.jar.delete('plain');
    const answer = await tab.visit('/login/cas?who_state=&ticket=ST-1');
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('CAS_STATE_INVALID') });
  });

  it('leaves no cookie for longer than it takes to notice a circle', async () => {
    const tab = browser(application());
    const { setCookies } = await tab.arrive(serviceOf(await tab.visit('/private')));
    expect(setCookies[0]).toMatch(/^__Host-who_cas\.[\w-]+=[^;]+; Max-Age=10;/);
  });
});
