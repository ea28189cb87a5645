import type { AdapterSubject } from '../../../src/index.js';
import type { Mutant } from '../suite-run.js';
import { meeting, mutants } from './faults.js';
import { type Steps, sound } from './reference.js';

const late = ['somebody', 'an early reply', 'an error'].map(
  (what) => `leaves the answer of a layer above that came before ${what}`,
);

export const requests: readonly Mutant<AdapterSubject>[] = [
  ...mutants(
    'resolves targets',
    [
      'refuses a target that is no path, before any plugin and the application',
      'tells the engine the target as it came',
    ],
    () => ({
      arrive(req) {
        const { pathname, search } = new URL(req.url ?? '', 'http://localhost');
        req.url = pathname + search;
      },
    }),
  ),
  ...mutants('keeps the first cookie', ['tells the engine every line of a header'], () => ({
    arrive({ headers }) {
      if (headers.cookie) headers.cookie = headers.cookie.replace(/;.*/, '');
    },
  })),
  ...mutants('reads bodies before the application does', ['leaves the application the body'], () => ({
    arrive: (req) => void req.resume(),
  })),
  ...mutants('takes forms for itself', ['leaves the application a form that a plugin has read'], () =>
    meeting({ text: async (req) => (/form/.test(req.headers['content-type'] ?? '') ? '' : sound.text(req)) }),
  ),
  ...mutants(
    'takes all requests of a connection for one user’s',
    ['keeps those apart who come over one connection', 'answers in order what comes in one go'],
    () => {
      const known = new WeakMap<object, Parameters<Steps['api']>[0]>();
      return {
        api(own, { req }) {
          const api = known.get(req.socket) ?? own;
          known.set(req.socket, api);
          return api;
        },
      };
    },
  ),
  ...mutants(
    'keeps the current request for itself',
    ['keeps those apart who come at the same time', 'keeps a crowd apart'],
    () => {
      let current: Parameters<Steps['api']>[0];
      return {
        ...meeting({ userid: () => current.identity?.userid }),
        enter(api) {
          current = api;
          return api.authenticate();
        },
      };
    },
  ),
];

export const layers: readonly Mutant<AdapterSubject>[] = [
  ...mutants('does not look above', ['leaves those alone whom a layer above has signed in'], () => ({
    remoteUser: () => undefined,
  })),
  ...mutants(
    'looks at no target where somebody is signed in above',
    ['refuses a target that is no path although a layer above has signed somebody in'],
    () => ({ isRefused: (passage) => passage.setup.above.remoteUser === undefined && sound.isRefused(passage) }),
  ),
  ...mutants('starts afresh', ['leaves the headers of a layer above, whatever comes of the response'], () => ({
    challenged(challenge, response, passage) {
      for (const name of passage.res.getHeaderNames()) passage.res.removeHeader(name);
      return sound.challenged(challenge, response, passage);
    },
  })),
  ...mutants('does not see that it has been answered', late, () => ({ isAnswered: () => false })),
];
