import type { Plan, PlannedPart } from '@who/config';
import { parseUrl } from '@who/core';

/** What an application answered. */
export interface Answer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: string;
}

/** Something to ask an application. */
export interface Question {
  readonly title: string;
  readonly method: string;
  /** Below the application's URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is otherwise than the file says. */
  problem(answer: Answer): string | undefined;
}

/** The kinds of clients that are played, and what repoze.who's classifier takes them for. */
const CLIENTS = [
  { name: 'a browser', method: 'GET', kinds: ['browser', 'browser'], isPage: true, headers: { accept: 'text/html' } },
  {
    name: 'a program',
    method: 'GET',
    kinds: ['browser', 'api'],
    isPage: false,
    headers: { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' },
  },
  { name: 'a WebDAV client', method: 'PROPFIND', kinds: ['dav', 'dav'], isPage: false, headers: { accept: '*/*' } },
] as const;

/** What can be asked without signing anybody in. @param page one that asks to sign in */
export function questionsFor(plan: Plan, page: string | undefined): readonly Question[] {
  const parts = new Map(plan.plugins.map((part) => [part.name, part]));
  return [...(page === undefined ? [] : challenges(plan, page, parts)), ...ownPages(plan)];
}

function challenges(plan: Plan, page: string, parts: ReadonlyMap<string, PlannedPart>): readonly Question[] {
  const index = plan.requestClassifier?.use === 'apiAwareRequestClassifier' ? 1 : 0;
  const asked = CLIENTS.flatMap(({ name, method, kinds, isPage, headers }): Question[] => {
    const kind = kinds[index];
    const challengers = plan.orders.challengers.filter(({ only }) => only?.includes(kind) ?? true);
    const answers = challengers.map(({ plugin }) => parts.get(plugin));
    const mayRedirect = isPage || plan.challengeRequests === 'all';
    const first = answers.find((part) => part === undefined || mayRedirect || ANY_CLIENT.has(part.use));
    const problem = first ? CHALLENGES[first.use] : undefined;
    // What one of the application's own answers is not known here.
    if (first && !problem) return [];
    const title = `${name} at ${page}`;
    return [
      {
        title,
        method,
        path: page,
        headers,
        problem: (answer) =>
          first && problem ? problem(answer, first, method === 'GET' ? page : undefined) : plain401(answer),
      },
    ];
  });
  const [browser] = asked;
  const tickets = plan.plugins.filter(({ use }) => use === '@who/plugin-auth-tkt');
  const forged = tickets.flatMap(({ options }): Question[] => {
    const name = typeof options['cookieName'] === 'string' ? options['cookieName'] : 'auth_tkt';
    if (!browser) return [];
    return [
      {
        ...browser,
        title: `a forged "${name}" at ${page}`,
        headers: { ...browser.headers, cookie: `${name}=${'0'.repeat(32)}00000000nobody!` },
      },
    ];
  });
  return [...asked, ...forged];
}

/** Those that programs understand. */
const ANY_CLIENT: ReadonlySet<string> = new Set(['@who/plugin-basic-auth', '@who/plugin-api-token']);

/** @param page to be named as the one to come back to; what is no GET is none */
type Problem = (answer: Answer, part: PlannedPart, page: string | undefined) => string | undefined;

const CHALLENGES: Readonly<Record<string, Problem>> = {
  '@who/plugin-basic-auth': ({ status, header }, { options }) => {
    const asks = header('www-authenticate') ?? '';
    if (status !== 401 || !/^Basic /i.test(asks)) return `Basic authentication has to ask (401); ${found(status)}`;
    return asks.includes(`realm="${String(options['realm'])}"`) ? undefined : 'The realm is another one.';
  },
  '@who/plugin-redirector': (answer, { options }, page) =>
    leadsTo(
      answer,
      options['loginUrl'],
      options['cameFromParam'] === undefined ? 'came_from' : options['cameFromParam'],
      page,
    ),
  '@who/plugin-form': (answer, { options }, page) => {
    if (options['loginFormUrl'] === null) {
      const isForm = answer.status === 401 && /<form/i.test(answer.body);
      return isForm ? undefined : `A form has to stand in the place of the page (401); ${found(answer.status)}`;
    }
    return leadsTo(answer, options['loginFormUrl'] ?? '/login', 'came_from', page);
  },
  '@who/plugin-cas': (answer, { options }) => leadsToCas(answer, options['casUrl']),
};

function plain401({ status }: Answer): string | undefined {
  return status === 401 ? undefined : `Nobody asks, so the application's own 401 has to go out; ${found(status)}`;
}

/** Pages that plugins answer themselves. */
function ownPages(plan: Plan): readonly Question[] {
  const headers = { accept: 'text/html' };
  return plan.plugins.flatMap(({ name, use, options }): Question[] => {
    if (!plan.orders.identifiers.some(({ plugin }) => plugin === name)) return [];
    if (use === '@who/plugin-form' && options['loginFormUrl'] !== null) {
      const path = String(options['loginFormUrl'] ?? '/login');
      const problem = ({ status, body }: Answer): string | undefined =>
        status === 200 && /<form/i.test(body)
          ? undefined
          : `A page with a form has to be there (200); ${found(status)}`;
      return [{ title: `the login page ${path}`, method: 'GET', path, headers, problem }];
    }
    if (use !== '@who/plugin-cas') return [];
    const path = String(options['callbackPath'] ?? '/login/cas');
    return [
      {
        title: `the way to CAS ${path}`,
        method: 'GET',
        path,
        headers,
        problem: (answer) => leadsToCas(answer, options['casUrl']),
      },
    ];
  });
}

/** A path, or a URL elsewhere: what is compared is where it leads, however it is written. */
function leadsTo(
  { status, header }: Answer,
  to: unknown,
  cameFrom: unknown,
  page: string | undefined,
): string | undefined {
  const location = header('location');
  if (status < 300 || status > 399 || location === null)
    return `A redirect to ${String(to)} has to come; ${found(status)}`;
  const [there, wanted] = [new URL(location, BASE), new URL(String(to), BASE)];
  const isElsewhere = wanted.origin !== new URL(BASE).origin;
  if (!there.pathname.endsWith(wanted.pathname) || (isElsewhere && there.origin !== wanted.origin)) {
    return `The redirect has to lead to ${String(to)}, and leads elsewhere.`;
  }
  if (typeof cameFrom !== 'string' || page === undefined) return undefined;
  const origin = there.searchParams.get(cameFrom);
  const isRight = parseUrl(origin, BASE)?.pathname.endsWith(page.split('?')[0] ?? '');
  return isRight ? undefined : `The redirect has to have ${cameFrom} with the page in it.`;
}

function leadsToCas({ status, header }: Answer, casUrl: unknown): string | undefined {
  const location = header('location');
  const login = `${String(casUrl).replace(/\/+$/, '')}/login`;
  if (status < 300 || status > 399 || location === null) return `A redirect to CAS has to come; ${found(status)}`;
  const there = new URL(location, BASE);
  if (there.origin + there.pathname !== login) return `The redirect has to lead to ${login}, and leads elsewhere.`;
  return there.searchParams.has('service') ? undefined : 'The redirect to CAS has to name a service.';
}

const found = (status: number): string => `the answer is ${status}.`;
const BASE = 'http://application.invalid';
