import {
  checkOptions,
  type Exchange,
  type HeaderList,
  type MaybePromise,
  type OptionNames,
  type SignInRefusalCode,
} from '@who/core';
import { PACKAGE } from './errors.js';
import { check, checkPath, checkSeconds } from './options/checks.js';
import { type FormPageOptions, type PageSettings, resolvePage } from './options/page.js';
import type { LoginPage } from './page/login-page.js';
import { REASONS } from './page/texts.js';

/** How `form` is set up. Paths are below the public URL, compared to the letter. */
export interface FormOptions {
  /** Registered name of the identifier that keeps people signed in, e.g. an `authTkt`. */
  readonly rememberer: string;
  /**
   * The login page, to which people are sent who have to sign in. `null`: there is none, and the form stands in the
   * place of the page that asks for a sign-in (401). @default '/login'
   */
  readonly loginFormUrl?: string | null | undefined;
  /**
   * Takes what people type, by POST: forms, and JSON of programs. Without a login page, nothing but JSON is meant for it.
   * @default that of `loginFormUrl`; without a login page, none
   */
  readonly loginHandlerPath?: string | undefined;
  /**
   * Signs out, by POST, and asks by GET whether that is wanted. A plugin for sign-in elsewhere that answers this path, too,
   * is asked first. `null`: the application signs people out itself. @default '/logout'
   */
  readonly logoutHandlerPath?: string | null | undefined;
  /** Where a sign-in leads that did not begin at a page of this application. @default '/' */
  readonly postLoginUrl?: string | undefined;
  /** Where a sign-out leads. @default '/' */
  readonly postLogoutUrl?: string | undefined;
  /** The parameter by which a form is known that stands in the place of a page. @default '__do_login' */
  readonly loginFormQs?: string | undefined;
  /**
   * Offers to stay signed in for so many seconds. The rememberer has to go by it: `maxAgeSeconds: rememberedSeconds` of
   * `authTkt`, with a `timeoutSeconds` as long. A stolen or shared computer is signed in for as long.
   * @default it is not offered
   */
  readonly rememberMeSeconds?: number | undefined;
  /**
   * Which reasons of authenticators people are told, in place of "wrong password": `ACCOUNT_LOCKED` and others of
   * `signInRefusal`. Strangers learn from them which accounts there are, unless authenticators give them only where the
   * password is right. @default [], so that all look the same
   */
  readonly showReasons?: readonly SignInRefusalCode[] | undefined;
  /** How the pages look, and what they say. @default plain English, named after the public URL's host */
  readonly page?: FormPageOptions | undefined;
  /**
   * A login page of the application's own: a function that makes it, whenever one is due; or `application`, where the
   * application answers `GET` at `loginFormUrl` itself, and whoever fails is sent back there with a `reason` in the query.
   * @default the plugin's page
   */
  readonly loginPage?: LoginPageMaker | 'application' | undefined;
}

/** Makes a login page: HTML, or HTML with headers, which take the place of the plugin's own of the same names. */
export type LoginPageMaker = (
  page: LoginPage,
  exchange: Exchange,
) => MaybePromise<string | { readonly headers: HeaderList; readonly body: string }>;

/** Options with their defaults, checked. */
export interface FormSettings {
  readonly rememberer: string;
  readonly loginFormUrl: string | undefined;
  readonly loginHandlerPath: string | undefined;
  readonly logoutHandlerPath: string | undefined;
  readonly postLoginUrl: string;
  readonly postLogoutUrl: string;
  readonly loginFormQs: string;
  readonly rememberMeSeconds: number | undefined;
  readonly showReasons: readonly SignInRefusalCode[];
  readonly page: PageSettings;
  readonly loginPage: LoginPageMaker | 'application' | undefined;
  /** Those that a sign-in never leads to. */
  readonly ownPaths: readonly (string | undefined)[];
}

const NAMES: OptionNames<FormOptions> = {
  rememberer: true,
  loginFormUrl: true,
  loginHandlerPath: true,
  logoutHandlerPath: true,
  postLoginUrl: true,
  postLogoutUrl: true,
  loginFormQs: true,
  rememberMeSeconds: true,
  showReasons: true,
  page: true,
  loginPage: true,
};

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: FormOptions): FormSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { rememberer, loginPage, loginFormQs = '__do_login', showReasons = [], rememberMeSeconds } = options;
  check(
    typeof rememberer === 'string' && rememberer !== '',
    'rememberer',
    'must be the registered name of the plugin that keeps people signed in, e.g. an authTkt(): a form is sent only once.',
  );
  const loginFormUrl = checkPath('loginFormUrl', options.loginFormUrl === undefined ? '/login' : options.loginFormUrl);
  const loginHandlerPath = checkPath('loginHandlerPath', options.loginHandlerPath) ?? loginFormUrl;
  const logoutHandlerPath = checkPath(
    'logoutHandlerPath',
    options.logoutHandlerPath === undefined ? '/logout' : options.logoutHandlerPath,
  );
  const ownPaths = [loginFormUrl, loginHandlerPath, logoutHandlerPath];
  check(
    logoutHandlerPath === undefined || !ownPaths.slice(0, 2).includes(logoutHandlerPath),
    'logoutHandlerPath',
    'must not be the path that signs in.',
  );
  check(
    typeof loginFormQs === 'string' && /^[\w.~-]+$/.test(loginFormQs),
    'loginFormQs',
    'must be a name of letters, digits, "_", "-", "." and "~".',
  );
  check(
    Array.isArray(showReasons) && showReasons.every((reason) => REASONS.includes(reason)),
    'showReasons',
    `may hold ${REASONS.join(', ')}.`,
  );
  check(
    loginPage === undefined ||
      typeof loginPage === 'function' ||
      (loginPage === 'application' && loginFormUrl !== undefined),
    'loginPage',
    'must be a function that makes a page, or "application" where there is a "loginFormUrl".',
  );
  const settings = {
    rememberer,
    loginFormUrl,
    loginHandlerPath,
    logoutHandlerPath,
    postLoginUrl: checkPath('postLoginUrl', options.postLoginUrl) ?? '/',
    postLogoutUrl: checkPath('postLogoutUrl', options.postLogoutUrl) ?? '/',
    loginFormQs,
    rememberMeSeconds: checkSeconds('rememberMeSeconds', rememberMeSeconds),
    showReasons: [...showReasons],
    page: resolvePage(options.page),
    loginPage,
    ownPaths,
  };
  for (const option of ['postLoginUrl', 'postLogoutUrl'] as const) {
    check(!ownPaths.includes(settings[option]), option, 'must not be a path that signs in or out.');
  }
  return settings;
}
