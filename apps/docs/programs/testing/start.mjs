import { startDevCasServer } from '@who/dev-cas-server';
import { fakeClock, serve } from '@who/testkit';
import { createTrace, journeyText } from '@who/trace';
import { createApp, createEngine } from './app.mjs';

/** The application and a CAS server, each on a free port, until the test `t` is over. */
export async function start(t) {
  const cas = await startDevCasServer();
  const clock = fakeClock(Date.now());
  const trace = createTrace();
  // The port is known when the server listens, and the application has to know its own address.
  let app;
  const server = await serve((req, res) => app(req, res));
  app = createApp(
    createEngine({
      publicUrl: server.url,
      casUrl: cas.url,
      secret: 'a secret of the tests, 32 bytes or more',
      now: clock.now,
    }),
  );
  t.after(async () => {
    if (process.env['TRACE']) for (const journey of trace.journeys().reverse()) console.log(journeyText(journey));
    trace.close();
    await server.close();
    await cas.close();
  });
  return { url: server.url, cas, clock };
}
