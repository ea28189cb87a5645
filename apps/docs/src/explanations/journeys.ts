import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guard, whoListener } from '@who/connect';
import { type Authenticator, authenticated, createWho, PasswordCredentials, type Who } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { testBrowser } from '@who/testkit';
import { createTrace, type Journey, reasonText, type Station, stationsOf, verdictOf } from '@who/trace';
import connect from 'connect';
import { escapeHtml as e } from '../page/escape.js';

/** A request that somebody makes, as the picture of journeys shows it. */
interface Trip {
  readonly title: string;
  readonly journey: Journey;
}

/**
 * The picture of a request's journey: several, of which one is chosen by the arrow keys. It is drawn from what an engine
 * does that is made for it, so that it cannot say anything else than the engine does. It takes no script, and without a
 * style sheet all journeys are read one after the other.
 */
export async function journeysPicture(): Promise<string> {
  const trips = await makeTrips();
  const choices = trips.map(
    ({ title }, index) =>
      `<label><input type="radio" name="trip" value="${index + 1}"${index === 0 ? ' checked' : ''}><span>${e(title)}</span></label>`,
  );
  const lines = trips.map(({ title, journey }, index) => {
    const { text, hint } = verdictOf(journey);
    const stops = stationsOf(journey).map(stop).join('\n');
    const told = `${e(text)}${hint === undefined ? '' : ` <em>${e(hint)}</em>`}`;
    return `<section class="trip" data-trip="${index + 1}" aria-label="${e(title)}">
<p class="request"><code>${e(`${journey.method} ${journey.path}`)}</code> is answered <b>${journey.status}</b></p>
<ol>
${stops}
</ol>
<p class="verdict">${told}</p>
</section>`;
  });
  return `<div class="journey">
<fieldset><legend>Who comes?</legend>${choices.join('')}</fieldset>
${lines.join('\n')}
</div>
`;
}

function stop({ name, state, word, steps }: Station): string {
  const calls = steps.flatMap(({ plugin, reasons }) =>
    reasons.map((reason) => `<li><code>${e(plugin)}</code> ${e(reasonText(reason))}</li>`),
  );
  const said = calls.length === 0 ? '' : `<ul>${calls.join('')}</ul>`;
  return `<li class="is-${state}"><div><b>${e(name)}</b> <span>${e(word)}</span>${said}</div></li>`;
}

async function makeTrips(): Promise<readonly Trip[]> {
  const trace = createTrace();
  const app = connect();
  app.use('/private', guard(authenticated()) as connect.NextHandleFunction);
  app.use((req, res) => res.end(`Hello ${req.remoteUser ?? 'stranger'}`));
  const server = createServer((req, res) => listener(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listener = whoListener(engine(url), app as never);
  const trips: Trip[] = [];
  // As browsers ask for a page, which `fetch` does not.
  const person = testBrowser({ baseUrl: url, follow: false });
  const note = (title: string): void => {
    const [journey] = trace.journeys(1);
    if (!journey) throw new Error(`There is no journey: ${title}.`);
    trips.push({ title, journey });
  };
  const password = (text: string) => person.post('/login', { login: 'alice', password: text, came_from: '/private' });
  try {
    await person.get('/private');
    note('A stranger, at a private page');
    await person.get('/login');
    await password('guessed');
    note('Somebody with a wrong password');
    await password('wonderland');
    note('Alice, with her password');
    await person.get('/private');
    note('Alice again, by her ticket');
    const Cookie = `auth_tkt=${person.cookie('auth_tkt', url)?.replace('alice', 'admin')}`;
    await testBrowser({ follow: false }).get(`${url}/private`, { Cookie });
    note('A ticket that somebody has altered');
    await testBrowser({ program: true }).get(`${url}/private`);
    note('A program');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    trace.close();
  }
  return trips;
}

function engine(publicUrl: string): Who {
  const users: Authenticator = {
    authenticate: (_exchange, credentials) =>
      credentials instanceof PasswordCredentials && credentials.password === 'wonderland'
        ? { userid: credentials.login }
        : undefined,
  };
  return createWho({
    publicUrl,
    plugins: {
      form: form({ rememberer: 'ticket' }),
      ticket: authTkt({ secrets: ['a secret of a picture, that signs nothing else'] }),
      users,
      attributes: memoryMetadataCache(),
    },
    identifiers: ['form', 'ticket'],
    authenticators: ['ticket', 'users'],
    metadataProviders: ['attributes'],
    challengers: ['form'],
  }) as unknown as Who;
}
