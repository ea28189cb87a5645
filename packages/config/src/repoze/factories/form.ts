import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.friendlyform:FriendlyFormPlugin`; a list of names as it has them by position in Python. */
export function friendlyForm(mapping: Mapping): PlannedPart {
  mapping.known(
    'login_form_url',
    'login_handler_path',
    'post_login_url',
    'logout_handler_path',
    'post_logout_url',
    'rememberer_name',
    'login_counter_name',
    'charset',
  );
  required(mapping, 'login_form_url', 'login_handler_path', 'rememberer_name');
  mapping.set('rememberer', mapping.text('rememberer_name'), 'rememberer_name');
  mapping.set('loginFormUrl', mapping.text('login_form_url'), 'login_form_url');
  mapping.set('loginHandlerPath', mapping.text('login_handler_path'), 'login_handler_path');
  mapping.set('logoutHandlerPath', mapping.text('logout_handler_path') ?? null, 'logout_handler_path');
  mapping.set('postLoginUrl', mapping.text('post_login_url') || undefined, 'post_login_url');
  mapping.set('postLogoutUrl', mapping.text('post_logout_url') || undefined, 'post_logout_url');
  mapping.set('loginPage', 'application');
  mapping.differs(
    'login_form_url',
    'A sign-in that fails comes back to the page with "reason" in the query; there is no counter of failures.',
  );
  if (mapping.has('login_counter_name')) {
    mapping.differs('login_counter_name', 'There is no counter; @who/limiter makes those who guess wait.');
  }
  const charset = mapping.text('charset');
  if (charset?.toLowerCase() !== 'utf-8') {
    mapping.differs(
      'charset',
      'Forms are read as UTF-8: serve the login page in it. In Python they are ISO-8859-1 unless "charset" says otherwise.',
    );
  }
  logoutByPost(mapping, 'logout_handler_path');
  return mapping.part('@who/plugin-form');
}

/** `repoze.who.plugins.form:make_redirecting_plugin` of repoze.who 1 and 2.0 */
export function redirectingForm(mapping: Mapping): PlannedPart {
  mapping.known('login_form_url', 'login_handler_path', 'logout_handler_path', 'rememberer_name');
  required(mapping, 'login_form_url', 'rememberer_name');
  mapping.set('rememberer', mapping.text('rememberer_name'), 'rememberer_name');
  mapping.set('loginFormUrl', mapping.text('login_form_url'), 'login_form_url');
  mapping.set('loginHandlerPath', mapping.text('login_handler_path') ?? '/login_handler', 'login_handler_path');
  mapping.set('logoutHandlerPath', mapping.text('logout_handler_path') ?? '/logout', 'logout_handler_path');
  mapping.set('loginPage', 'application');
  logoutByPost(mapping, 'logout_handler_path');
  return mapping.part('@who/plugin-form');
}

/** `repoze.who.plugins.form:make_plugin` of repoze.who 1 and 2.0: a form in the place of the page. */
export function form(mapping: Mapping): PlannedPart {
  mapping.known('login_form_qs', 'rememberer_name', 'form');
  required(mapping, 'rememberer_name');
  mapping.set('rememberer', mapping.text('rememberer_name'), 'rememberer_name');
  mapping.set('loginFormQs', mapping.text('login_form_qs'), 'login_form_qs');
  mapping.set('loginFormUrl', null);
  mapping.set('logoutHandlerPath', null);
  mapping.set('loginPage', mapping.function('form', 'a function (page) => HTML'), 'form');
  return mapping.part('@who/plugin-form');
}

function required(mapping: Mapping, ...options: readonly string[]): void {
  for (const option of options) {
    if (!mapping.text(option)) mapping.error('CONFIG_MISSING', option, 'has to be given.');
  }
}

function logoutByPost(mapping: Mapping, option: string): void {
  mapping.differs(
    option,
    'Signs out by POST; a link there is asked whether that is wanted. In Python any request signs out.',
  );
}
