import { chain, type Exchange, type HeaderList, type MaybePromise, type Reply } from '@who/core';
import type { FormContext } from './context.js';
import type { FormSettings } from './options.js';
import { PRIVATE, pageReply } from './page/document.js';
import { languageFor } from './page/language.js';
import { type LoginPage, loginPage } from './page/login-page.js';
import type { Problem } from './problems.js';
import { reasons } from './reasons.js';
import { basePath, loginPageUrl } from './urls.js';

/** What a login page says, and where it stands. */
export interface Shown {
  /** Where a sign-in leads, as `returnPath` says. */
  readonly cameFrom: string;
  /** @default 200 without a problem */
  readonly status?: number | undefined;
  readonly problem?: Problem | undefined;
  readonly login?: string | undefined;
  readonly remember?: boolean | undefined;
  readonly headers?: HeaderList | undefined;
}

/** The login page, or, where the application shows it, the way there. */
export function showLogin(exchange: Exchange, { settings }: FormContext, shown: Shown): MaybePromise<Reply> {
  const { cameFrom, problem, login = '', remember = false, headers = [] } = shown;
  const all = [...(problem?.headers ?? []), ...headers];
  if (settings.loginPage === 'application') {
    const query = { came_from: cameFrom, ...(problem && { reason: problem.code }) };
    return redirect(303, loginPageUrl(exchange, settings.loginFormUrl as string, query), all);
  }
  exchange.explain?.(reasons.FORM_SHOWN);
  const language = languageFor(exchange, settings.page.languages);
  const view: LoginPage = {
    action: actionOf(exchange, settings),
    cameFrom,
    login,
    remember,
    offersToRemember: settings.rememberMeSeconds !== undefined,
    problem: problem && { code: problem.code, text: problem.text(language), isInput: problem.isInput },
    status: shown.status ?? problem?.status ?? 200,
    lang: language.lang,
    dir: language.dir,
  };
  if (!settings.loginPage) {
    const body = loginPage(exchange, settings.page, language, view);
    return pageReply(view.status, body, [['Content-Security-Policy', settings.page.policy]], all);
  }
  return chain(settings.loginPage(view, exchange), (made) => {
    const own = typeof made === 'string' ? { headers: [], body: made } : made;
    const { status, body, headers: usual = [], ...reply } = pageReply(view.status, own.body, OWN_PAGE);
    const names = new Set(own.headers.map(([name]) => name.toLowerCase()));
    const kept = usual.filter(([name]) => !names.has(name.toLowerCase()));
    return { ...reply, status, body, headers: [...kept, ...own.headers, ...all] };
  });
}

/** A form that stands in the place of a page is posted to that page's address. */
function actionOf(exchange: Exchange, { loginFormUrl, loginHandlerPath, loginFormQs }: FormSettings): string {
  return loginFormUrl === undefined || loginHandlerPath === undefined
    ? `?${loginFormQs}=true`
    : basePath(exchange) + loginHandlerPath;
}

/** A redirect that nobody keeps. */
export function redirect(status: 302 | 303, location: string, headers: HeaderList = []): Reply {
  return { status, headers: [['Location', location], ...PRIVATE, ...headers] };
}

/** What a page of the application's own needs, too, whatever it is made of. */
const OWN_PAGE: HeaderList = [
  ['Content-Security-Policy', "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"],
];
