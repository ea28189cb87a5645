import {
  type Challenger,
  type Exchange,
  type Identification,
  type Identifier,
  type MaybePromise,
  type PluginNeeds,
  type Reply,
  WhoError,
} from '@who/core';
import { challenger } from './challenge.js';
import { claim } from './claim.js';
import type { FormContext } from './context.js';
import { PACKAGE } from './errors.js';
import { type FormOptions, resolveOptions } from './options.js';
import { languageFor } from './page/language.js';
import { logoutForm } from './page/logout-page.js';
import { reasons } from './reasons.js';
import { staying } from './remember-me.js';
import { redirect, showLogin } from './show-login.js';
import { takeLogin } from './sign-in.js';
import { showLogout, takeLogout } from './sign-out.js';
import { basePath, isRead, returnPath } from './urls.js';

/** Signs people in by a form, and out. */
export interface FormPlugin extends Identifier, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  /**
   * A button that signs out, for pages of the application: a form that is posted to `logoutHandlerPath`.
   *
   * @param text what it says. @default what the plugin's own page says
   * @returns HTML
   * @throws {WhoError} BAD_OPTION without a `logoutHandlerPath`
   */
  logoutForm(exchange: Exchange, text?: string): string;
}

/**
 * Signs people in by a login form: shows it, takes what they type, has authenticators check it, and has another plugin
 * remember who has signed in.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *     form: form({ rememberer: 'ticket' }),
 *     users: htpasswd({ file: 'users.htpasswd' }),
 *   },
 *   identifiers: ['form', 'ticket'],
 *   authenticators: ['ticket', 'users'],
 *   challengers: ['form'],
 * });
 */
export function form(options: FormOptions): FormPlugin {
  const settings = resolveOptions(options);
  const { loginFormUrl, loginHandlerPath, logoutHandlerPath, loginFormQs, rememberer, loginPage, rememberMeSeconds } =
    settings;
  const context: FormContext = {
    settings,
    rememberer: (exchange) => exchange.plugin(rememberer, 'identifier'),
    nameIn(exchange) {
      const name = exchange.nameOf(plugin);
      if (name !== undefined) return name;
      throw new WhoError('Register the very object that form() has made.', { code: 'BAD_PLUGIN', plugin: PACKAGE });
    },
  };

  /** Whoever is signed in already is led on, if it is by what the challenge would have ended. */
  function showPage(exchange: Exchange): Identification {
    const cameFrom = returnPath(exchange, settings, exchange.query.get('came_from'));
    return {
      reply: ({ identity }) =>
        identity?.identifier === rememberer ? ledOn(exchange, cameFrom) : showLogin(exchange, context, { cameFrom }),
    };
  }

  function ledOn(exchange: Exchange, cameFrom: string): Reply {
    exchange.explain?.(reasons.FORM_SIGNED_IN_ALREADY);
    return redirect(302, cameFrom);
  }

  /** A form that stood in the place of the page at this address. */
  function takeInPlace(exchange: Exchange): MaybePromise<Identification> {
    // The page again, without the parameter: another one where this was posted to somewhere else.
    const here = returnPath(exchange, settings, exchange.url);
    return exchange.method === 'POST' ? takeLogin(exchange, context, here) : { reply: redirect(302, here) };
  }

  /** What answers a request that is for this plugin. */
  function answererOf(exchange: Exchange): ((exchange: Exchange) => MaybePromise<Identification>) | undefined {
    const { path, method } = exchange;
    if (path === loginHandlerPath && method === 'POST') return (asked) => takeLogin(asked, context);
    if (path === loginFormUrl && isRead(exchange) && loginPage !== 'application') return showPage;
    if (loginFormUrl !== undefined || !exchange.target.includes(loginFormQs)) return undefined;
    return exchange.query.has(loginFormQs) && (method === 'POST' || isRead(exchange)) ? takeInPlace : undefined;
  }

  const plugin: FormPlugin = {
    needs: { [rememberer]: 'identifier' },

    identify(exchange) {
      const { path, method } = exchange;
      if (path === logoutHandlerPath) {
        if (method === 'POST') return takeLogout(exchange, context);
        return isRead(exchange) ? showLogout(exchange, context) : exchange.explain?.(reasons.FORM_NOT_ITS_PATH);
      }
      const answer = answererOf(exchange);
      if (!answer) return exchange.explain?.(reasons.FORM_NOT_ITS_PATH);
      claim(exchange, settings);
      return answer(exchange);
    },

    challenge: challenger(context),

    /** At a password login the engine asks every identifier, but then the rememberer speaks for itself. */
    remember(exchange, identity) {
      if (identity.identifier === undefined || identity.identifier !== exchange.nameOf(plugin)) {
        return exchange.explain?.(reasons.FORM_OTHER_SIGN_IN);
      }
      exchange.explain?.(reasons.FORM_KEPT_BY, { rememberer });
      const wanted = rememberMeSeconds !== undefined && exchange.scratch.get(context) === true;
      return context.rememberer(exchange).remember(exchange, wanted ? staying(identity, rememberMeSeconds) : identity);
    },

    forget(exchange, identity) {
      exchange.explain?.(reasons.FORM_FORGOTTEN_BY, { rememberer });
      return context.rememberer(exchange).forget(exchange, identity);
    },

    logoutForm(exchange, text = languageFor(exchange, settings.page.languages).texts.signOutButton) {
      if (logoutHandlerPath !== undefined) return logoutForm(basePath(exchange) + logoutHandlerPath, text).markup;
      throw new WhoError('There is no "logoutHandlerPath" to post to.', { code: 'BAD_OPTION', plugin: PACKAGE });
    },
  };
  return plugin;
}
