import type { Exchange } from '@who/core';
import type { PageSettings } from '../options/page.js';
import { FIELDS } from '../reading/typed.js';
import { loginPageUrl } from '../urls.js';
import { message, page } from './document.js';
import { Html, html } from './html.js';
import type { Language } from './language.js';

/** What a login page has to hold. */
export interface LoginPage {
  /** Where its form is posted to. */
  readonly action: string;
  /** The value of the hidden field `came_from`. */
  readonly cameFrom: string;
  /** The value of the field `login`: what was typed the last time, if anything. The password's field is `password`. */
  readonly login: string;
  /** Whether to offer to stay signed in: a checkbox `remember`. */
  readonly offersToRemember: boolean;
  /** Whether that was chosen the last time. */
  readonly remember: boolean;
  /** What went wrong, for people to read; text, no HTML. */
  readonly problem?: LoginProblem | undefined;
  readonly status: number;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** Why nobody has been signed in. */
export interface LoginProblem {
  /** One of `FormProblemCode`, or that of an authenticator's error. */
  readonly code: string;
  readonly text: string;
  /** Whether the fields are to blame, rather than the server or the way. */
  readonly isInput: boolean;
}

/** The plugin's login page. It needs no script. */
export function loginPage(exchange: Exchange, settings: PageSettings, language: Language, view: LoginPage): string {
  const { texts } = language;
  const { action, cameFrom, login, problem, offersToRemember, remember } = view;
  const invalid = problem?.isInput ? new Html(' aria-invalid="true" aria-describedby="problem"') : undefined;
  const focus = new Html(' autofocus');
  const body = html`${message(problem?.text, problem?.isInput ? undefined : problem?.code)}<form method="post" action="${action}" accept-charset="utf-8">
<input type="hidden" name="${FIELDS.cameFrom}" value="${cameFrom}">
<label for="login">${texts.login}</label>
<input class="field" type="text" id="login" name="${FIELDS.login}" value="${login}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" dir="auto" required${invalid}${login === '' ? focus : undefined}>
<label for="password">${texts.password}</label>
<input class="field" type="password" id="password" name="${FIELDS.password}" autocomplete="current-password" required${invalid}${login === '' ? undefined : focus}>
${offersToRemember ? checkbox(texts.remember, remember) : undefined}<button class="button" type="submit">${texts.signInButton}</button>
</form>
${otherWays(exchange, settings, texts.or, cameFrom)}`;
  return page(exchange, settings, language, { heading: texts.signIn, body });
}

const checkbox = (text: string, isChecked: boolean): Html =>
  html`<label class="choice"><input type="checkbox" name="${FIELDS.remember}" value="1"${isChecked ? new Html(' checked') : undefined}>${text}</label>\n`;

function otherWays(
  exchange: Exchange,
  { otherWays: ways }: PageSettings,
  or: string,
  cameFrom: string,
): Html | undefined {
  if (ways.length === 0) return undefined;
  const links = ways.map(
    ({ text, path }) =>
      html`<a class="button quiet" href="${loginPageUrl(exchange, path, { came_from: cameFrom })}">${text}</a>\n`,
  );
  return html`<p class="or">${or}</p>\n${links}`;
}
