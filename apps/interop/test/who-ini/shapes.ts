/** A who.ini as sites have it, and what is otherwise on purpose. */
export interface Shape {
  readonly title: string;
  readonly ini: string;
  /** Visits whose answers differ, and why. */
  readonly differences: Readonly<Record<string, string>>;
}

const WHO = `[who]
allow_unsafe = md5 des-crypt
`;
export const GENERAL = `[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
remote_user_key = REMOTE_USER
`;
export const TICKET = `[plugin:auth_tkt]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = a shared secret of the interop tests
cookie_name = auth_tkt
`;
export const BASIC = `[plugin:basicauth]
use = repoze.who.plugins.basicauth:make_plugin
realm = 'sample'
`;
const USERS = `[plugin:htpasswd]
use = repoze.who.plugins.htpasswd:make_plugin
filename = %(here)s/passwd
check_fn = repoze.who.plugins.htpasswd:crypt_check
`;
export const LOGIN = `[plugin:redirector]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
came_from_param = came_from
`;

export const orders = (identifiers: string, authenticators: string, challengers: string, mdproviders = ''): string =>
  `[identifiers]
plugins =
  ${identifiers.replaceAll(' ', '\n  ')}
[authenticators]
plugins =
  ${authenticators.replaceAll(' ', '\n  ')}
[challengers]
plugins =
  ${challengers.replaceAll(' ', '\n  ')}
[mdproviders]
plugins = ${mdproviders}
`;

const NO_CHALLENGER = 'repoze.who fails where no challenger answers; here the 401 of the application goes out';

const NO_WAY_BACK =
  'what is no GET cannot be repeated: it is redirected by 303, and the page is not named as the one to come back to';
/** A password that is wrong is a 401, too. */
const FORM = { 'a wrong password in the form': NO_WAY_BACK };
const OTHER_METHODS = {
  'a WebDAV client at /private': NO_WAY_BACK,
  'a POST of XML at /private': NO_WAY_BACK,
  'Basic by a WebDAV client': NO_WAY_BACK,
  ...FORM,
};

/** @param casUrl the server of the CAS shape */
export function shapes(casUrl: string): readonly Shape[] {
  return [
    {
      title: 'cookie, htpasswd, a login page for browsers and Basic for others',
      ini:
        WHO +
        GENERAL +
        TICKET +
        BASIC +
        USERS +
        LOGIN +
        orders('auth_tkt basicauth', 'auth_tkt htpasswd', 'redirector;browser basicauth'),
      differences: FORM,
    },
    {
      title: 'cookie that times out, a login page for everybody with a reason',
      ini:
        WHO +
        GENERAL +
        TICKET.replace('auth_tkt\n', 'auth_tkt\ntimeout = 3600\nreissue_time = 60\n') +
        USERS +
        LOGIN.replace('came_from_param = came_from', 'came_from_param = came_from\nreason_param = why') +
        orders('auth_tkt', 'auth_tkt htpasswd', 'redirector'),
      differences: OTHER_METHODS,
    },
    {
      title: 'Basic authentication alone',
      ini: WHO + GENERAL + BASIC + USERS + orders('basicauth', 'htpasswd', 'basicauth'),
      differences: {},
    },
    {
      title: 'plugins that are for some kinds of requests only',
      ini:
        WHO +
        GENERAL +
        TICKET +
        BASIC +
        USERS +
        LOGIN +
        orders('auth_tkt;browser basicauth;dav', 'auth_tkt htpasswd', 'redirector;browser basicauth;dav'),
      differences: { 'a POST of XML at /private': NO_CHALLENGER, ...FORM },
    },
    {
      title: 'a decider that leaves pages alone',
      ini:
        WHO +
        GENERAL.replace('default_challenge_decider', 'passthrough_challenge_decider') +
        TICKET +
        BASIC +
        USERS +
        LOGIN +
        orders('auth_tkt basicauth', 'auth_tkt htpasswd', 'redirector;browser basicauth'),
      differences: {},
    },
    {
      title: 'tickets that are bound to an address',
      ini:
        WHO +
        GENERAL +
        TICKET.replace('cookie_name = auth_tkt', 'cookie_name = oatmeal\ninclude_ip = True') +
        USERS +
        LOGIN +
        orders('auth_tkt', 'auth_tkt htpasswd', 'redirector'),
      differences: OTHER_METHODS,
    },
    {
      title: 'CAS, cookie and a cache of attributes',
      ini:
        WHO +
        GENERAL +
        TICKET +
        USERS +
        `[plugin:casauth]
use = repoze.who.plugins.cas.main_plugin:make_plugin
cas_url = ${casUrl}/
cas_version = 3.0
rememberer_name = auth_tkt
attributes_name = attributes
[plugin:metadata_cache]
use = repoze.who.plugins.metadata_cache.memory:make_plugin
name = attributes
` +
        orders('casauth auth_tkt', 'casauth auth_tkt htpasswd', 'casauth', 'metadata_cache'),
      differences: OTHER_METHODS,
    },
  ];
}
