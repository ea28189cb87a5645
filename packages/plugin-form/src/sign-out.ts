import {
  chain,
  type Exchange,
  type HeaderList,
  type Identification,
  isOwnRequest,
  type Reply,
  type WhoApi,
} from '@who/core';
import { done, forPrograms } from './answers.js';
import type { FormContext } from './context.js';
import { logCrossSite } from './log.js';
import { pageReply } from './page/document.js';
import { languageFor } from './page/language.js';
import { logoutPage } from './page/logout-page.js';
import { CROSS_SITE } from './problems.js';
import { bodyKind } from './reading/body.js';
import { reasons } from './reasons.js';
import { redirect } from './show-login.js';
import { basePath } from './urls.js';

/** Signs out. Who came through another plugin, which answers this path, too, is left to that one. */
export function takeLogout(exchange: Exchange, context: FormContext): Identification {
  const isProgram = bodyKind(exchange) === 'json';
  if (!isOwnRequest(exchange)) {
    logCrossSite(exchange);
    return { reply: (who) => (isProgram ? forPrograms.problem(CROSS_SITE) : askToSignOut(who, context, true)) };
  }
  return {
    async reply(who, before) {
      const other = await before();
      if (other) return other;
      exchange.explain?.(reasons.FORM_LOGOUT);
      const headers = await who.logout();
      return isProgram ? done(headers) : goOn(exchange, context, headers);
    },
  };
}

/** Asks whether somebody wants to sign out: a link, or an image on another site, is no such wish. */
export function showLogout(exchange: Exchange, context: FormContext): Identification {
  return {
    reply: (who, before) =>
      chain(before(), (other) => other ?? (who.identity ? askToSignOut(who, context) : goOn(exchange, context))),
  };
}

function askToSignOut({ exchange, identity }: WhoApi, { settings }: FormContext, isForeign = false): Reply {
  exchange.explain?.(reasons.FORM_LOGOUT_ASKED);
  const language = languageFor(exchange, settings.page.languages);
  const problem = isForeign ? language.texts.stillSignedIn : undefined;
  const body = logoutPage(exchange, settings, language, { userid: identity?.userid, problem });
  return pageReply(isForeign ? 403 : 200, body, [['Content-Security-Policy', settings.page.policy]]);
}

function goOn(exchange: Exchange, { settings }: FormContext, headers: HeaderList = []): Reply {
  return redirect(303, basePath(exchange) + settings.postLogoutUrl, headers);
}
