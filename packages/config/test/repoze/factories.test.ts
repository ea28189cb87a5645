import { HTPASSWD_SCHEMES } from '@who/plugin-htpasswd';
import { describe, expect, it } from 'vitest';
import { type Finding, type PlannedPart, type PlanObject, readPlan } from '../../src/index.js';

const options = { publicUrl: 'https://app.example.org', allowUnsafe: ['md5', 'plain', 'des-crypt'] } as const;

/** The plugin that a section becomes, and what is said of its options. */
async function mapped(
  factory: string,
  lines: string,
): Promise<{ part: PlannedPart | undefined; findings: readonly Finding[] }> {
  const ini = `[plugin:p]\nuse = repoze.who.plugins.${factory}\n${lines}\n`;
  const { plan, findings } = await readPlan('who.ini', Buffer.from(ini), options);
  return { part: plan.plugins[0], findings };
}

const optionsOf = async (factory: string, lines: string): Promise<PlanObject | undefined> =>
  (await mapped(factory, lines)).part?.options;
/** Options of which something is said. */
const told = async (
  factory: string,
  lines: string,
  severity: 'error' | 'warning',
): Promise<readonly (string | undefined)[]> =>
  (await mapped(factory, lines)).findings.filter((one) => one.severity === severity).map(({ place }) => place.option);

const TKT = 'auth_tkt:make_plugin';

describe('auth_tkt', () => {
  it.each<[string, PlanObject]>([
    ['secret = s', { secrets: ['s'], compat: 'repoze', digest: 'md5', timeoutSeconds: false, reissueSeconds: false }],
    ['secretfile = /x', { secrets: [{ file: '/x' }] }],
    ['secretfile = ~/x', { secrets: [{ file: '${HOME}/x' }] }],
    ['secret = s\ncookie_name = oatmeal', { cookieName: 'oatmeal' }],
    ['secret = s\ntimeout = 3_600\nreissue_time =  +60 ', { timeoutSeconds: 3600, reissueSeconds: 60 }],
    ['secret = s\ntimeout = 60\nreissue_time = 60', { timeoutSeconds: 60, reissueSeconds: false }],
    ['secret = s\nreissue_time = 60', { timeoutSeconds: false, reissueSeconds: 60 }],
    ['secret = s\nsecure = TRUE\ninclude_ip = yes', { secure: true, includeIp: true }],
    ['secret = s\ndigest_algo = sha512', { digest: 'sha512' }],
    ['secret = s\nuserid_checker = a.b : c', { isUserAllowed: { from: 'a.b:c' } }],
  ])('%j', async (lines, expected) => {
    expect(await optionsOf(TKT, lines)).toMatchObject(expected);
  });

  it('takes what Python takes for false for false, and says so', async () => {
    for (const value of ['on', 'y', 't', '2', 'enabled']) {
      expect(await optionsOf(TKT, `secret = s\ninclude_ip = ${value}`)).not.toHaveProperty('includeIp');
      expect(await told(TKT, `secret = s\ninclude_ip = ${value}`, 'warning')).toContain('include_ip');
    }
    expect(await told(TKT, 'secret = s\ninclude_ip = no', 'warning')).not.toContain('include_ip');
  });

  it.each(['SHA256', 'sha-256', 'sha1', 'new', '__doc__', ''])('takes no digest %j', async (digest) => {
    expect(await told(TKT, `secret = s\ndigest_algo = ${digest}`, 'error')).toEqual(['digest_algo']);
  });
});

describe('htpasswd', () => {
  const lines = (check: string): string => `filename = /x\ncheck_fn = repoze.who.plugins.htpasswd:${check}`;

  it('takes what has a salt, and what the check is for', async () => {
    expect(await optionsOf('htpasswd:make_plugin', lines('sha1_check'))).toEqual({ file: '/x' });
    expect((await optionsOf('htpasswd:make_plugin', lines('crypt_check')))?.['allow']).toEqual([
      ...HTPASSWD_SCHEMES,
      'des-crypt',
    ]);
    expect((await optionsOf('htpasswd:make_plugin', lines('plain_check')))?.['allow']).toEqual([
      ...HTPASSWD_SCHEMES,
      'unmarked-plain',
    ]);
  });

  it.each([
    ['crypt_check', 'des-crypt'],
    ['plain_check', 'plain'],
  ])('refuses %s unless it is allowed', async (check, name) => {
    const ini = `[plugin:p]\nuse = repoze.who.plugins.htpasswd:make_plugin\n${lines(check)}\n`;
    const codes = async (allowUnsafe: readonly string[]): Promise<readonly string[]> =>
      (await readPlan('who.ini', Buffer.from(ini), { ...options, allowUnsafe })).findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
    expect(await codes([])).toEqual(['CONFIG_UNSAFE']);
    expect(await codes([name])).toEqual([]);
  });
});

describe('other factories', () => {
  it.each<[string, string, string, PlanObject]>([
    ['basicauth:make_plugin', '', '@who/plugin-basic-auth', { realm: 'basic' }],
    ['redirector:make_plugin', 'login_url = /l', '@who/plugin-redirector', { loginUrl: '/l', cameFromParam: null }],
    [
      'redirector:make_plugin',
      'login_url = /l\nreason_param = r\ncame_from_param = c',
      '@who/plugin-redirector',
      { loginUrl: '/l', cameFromParam: 'c', reasonParam: 'r', reasonHeader: 'X-Authorization-Failure-Reason' },
    ],
    [
      'form:make_redirecting_plugin',
      'login_form_url = /in\nrememberer_name = t',
      '@who/plugin-form',
      {
        rememberer: 't',
        loginFormUrl: '/in',
        loginHandlerPath: '/login_handler',
        logoutHandlerPath: '/logout',
        loginPage: 'application',
      },
    ],
    [
      'form:make_plugin',
      'rememberer_name = t\nlogin_form_qs = q',
      '@who/plugin-form',
      { rememberer: 't', loginFormUrl: null, logoutHandlerPath: null, loginFormQs: 'q' },
    ],
    [
      'friendlyform:FriendlyFormPlugin',
      'login_form_url = /in\nlogin_handler_path = /do\npost_login_url = /home\nrememberer_name = t\ncharset = utf-8',
      '@who/plugin-form',
      {
        rememberer: 't',
        loginFormUrl: '/in',
        loginHandlerPath: '/do',
        logoutHandlerPath: null,
        postLoginUrl: '/home',
        loginPage: 'application',
      },
    ],
    ['metadata_cache.memory:make_plugin', '', '@who/plugin-metadata-cache-memory', { name: 'attributes' }],
    [
      'cas.main_plugin:make_plugin',
      'cas_url = https://c/cas/\nrememberer_name = t\npath_logout = .*/logout.*\n              .*mode=logout.*',
      '@who/plugin-cas',
      { casUrl: 'https://c/cas/', rememberer: 't', version: '1', logoutPath: '/logout', logoutByGet: true },
    ],
    [
      'sql:make_metadata_plugin',
      'name = groups\nquery = SELECT name FROM g WHERE u = %%(__userid)s\nconn_factory = repoze.who.plugins.sql:make_psycopg_conn_factory\nrepoze.who.dsn = dbname=x',
      '@who/plugin-sql',
      {
        driver: { dsn: 'dbname=x' },
        metadata: {
          groups: {
            records: 'SELECT CAST(:userid AS text) AS userid, who.* FROM (SELECT name FROM g WHERE u = :userid) AS who',
          },
        },
      },
    ],
  ])('%s, %j', async (factory, lines, use, expected) => {
    const { part, findings } = await mapped(factory, lines);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(part).toMatchObject({ use, options: expected });
    expect(Object.keys(part?.options ?? {}).sort()).toEqual(Object.keys(expected).sort());
  });

  it('has the decider of CAS as policies', async () => {
    const ini = `[plugin:cas]
use = repoze.who.plugins.cas.main_plugin:make_plugin
cas_url = https://c/cas/
rememberer_name = t
[plugin:decider]
use = repoze.who.plugins.cas.challenge_decider:make_plugin
path_login =
  .*trac/login.*
  .*/login$
[general]
challenge_decider = decider
`;
    const { plan } = await readPlan('who.ini', Buffer.from(ini), options);
    expect(plan.plugins.map(({ name }) => name)).toEqual(['cas']);
    expect(plan.challengeDecider).toBeUndefined();
    expect(plan.plugins[0]?.options['policies']).toEqual([
      { path: { regexp: '^(?:.*trac/login.*)' }, ask: 'always' },
      { path: { regexp: '^(?:.*/login$)' }, ask: 'always' },
    ]);
  });
});
