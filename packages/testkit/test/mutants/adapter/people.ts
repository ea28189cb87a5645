import type { AdapterSubject } from '../../../src/index.js';
import type { Mutant } from '../suite-run.js';
import { cookiesOf, meeting, mutants, others } from './faults.js';
import { sound } from './reference.js';

const responses = `a page, a page with headers, bytes, a large page, an empty response, a 201, a 204, a 304, a redirect,
  a 403, a 404, a 500, a stream, an empty stream`
  .split(/,\s+/)
  .map((name) => `leaves ${name} as it is, where there is nothing to do`);

export const people: readonly Mutant<AdapterSubject>[] = [
  ...mutants('tells the application nobody', ['says who is signed in, and when nobody is'], () =>
    meeting({ userid: () => undefined }),
  ),
  ...mutants('believes a header', ['takes nobody’s word for a user'], () =>
    meeting({ userid: (api, { req }) => api.identity?.userid ?? (req.headers['remote-user'] as string | undefined) }),
  ),
  ...mutants('cuts off queries', ['hands the application the API of its own request'], () =>
    meeting({ target: ({ url = '' }) => url.replace(/\?.*/, '') }),
  ),
  ...mutants('joins cookies', ['keeps somebody signed in by lines beside the application’s own'], () => ({
    passed: ({ headers, ...response }, added) => {
      const cookies = cookiesOf([...headers, ...added]).map(([, value]) => value);
      return { ...response, headers: [...others(headers), ['Set-Cookie', cookies.join(', ')]] };
    },
  })),
  ...mutants(
    'replaces the headers of the application',
    [
      'keeps somebody signed in by lines beside the application’s own',
      'calls a page private that keeps somebody signed in',
    ],
    () => ({ passed: (response, added) => ({ ...response, headers: added.length > 0 ? added : response.headers }) }),
  ),
  ...mutants('forgets to remember on a 304', ['keeps somebody signed in on every kind of response'], () => ({
    passed: (response, added) => (response.status === 304 ? response : sound.passed(response, added)),
  })),
  ...mutants('calls every page private', ['adds nothing where nothing has to change', ...responses], () => ({
    passed: (response, added) => sound.passed(response, [...added, ['Cache-Control', 'private']]),
  })),
  ...mutants('asks for a decision twice', ['has the engine decide once on each response'], () => ({
    async conclude(api, head) {
      await api.conclude(head);
      return api.conclude(head);
    },
  })),
  ...mutants(
    'remembers after a login, too',
    ['lets the application sign in and out, and adds nothing of its own then'],
    () => ({
      async conclude(api, head) {
        const { challenge } = await api.conclude(head);
        return { challenge, headers: await api.remember() };
      },
    }),
  ),
  ...mutants('lets everybody pass who is signed in', ['lets the guard’s predicate say who may pass'], () =>
    meeting({ refusal: (api) => (api.identity ? undefined : 401) }),
  ),
];
