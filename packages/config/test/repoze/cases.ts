/** A who.ini, what repoze.who does with it, and what we do. Recorded from repoze.who 2.2 and 3.1.0 on Python 3.11. */
export interface Case {
  readonly title: string;
  readonly ini: string;
  /** Whether repoze.who's middleware takes it. */
  readonly python: 'takes' | 'raises';
  /** The lines of what we find wrong; empty where an engine can be made. */
  readonly errors: readonly (number | undefined)[];
  /** Why we do otherwise, where we do. */
  readonly because?: string;
}

const GENERAL = `[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
`;
const BASIC = `[plugin:a]
use = repoze.who.plugins.basicauth:make_plugin
realm = r
`;
/** The lines before what a case is about: 3 of the general ones, 3 of the plugin. */
const BEFORE = 6;

const takes = (title: string, more: string): Case => ({
  title,
  ini: GENERAL + BASIC + more,
  python: 'takes',
  errors: [],
});
const raises = (title: string, more: string, ...lines: readonly number[]): Case => ({
  title,
  ini: GENERAL + BASIC + more,
  python: 'raises',
  errors: lines.map((line) => line + BEFORE),
});
const otherwise = (because: string, one: Case, ...lines: readonly number[]): Case => ({
  ...one,
  because,
  errors: lines.map((line) => line + BEFORE),
});
/** A plugin of another factory, from the 7th line on. */
const plugin = (factory: string, options: string): string =>
  `[plugin:p]\nuse = repoze.who.plugins.${factory}\n${options}`;
const tkt = (options: string): string => plugin('auth_tkt:make_plugin', `secret = s\n${options}`);
const FILE = 'filename = x\ncheck_fn = repoze.who.plugins.htpasswd:sha1_check\n';

export const CASES: readonly Case[] = [
  // Names
  takes('options in capitals', '[identifiers]\nPLUGINS = a\n'),
  takes('a section in capitals, which is passed over', '[Identifiers]\nplugins = nobody\n'),
  takes('a plugin in capitals, which is passed over', '[Plugin:b]\nuse = nowhere:x\n'),
  takes('blanks in a heading, which is passed over', '[ plugin:b ]\nuse = nowhere:x\n'),
  takes('a name with a blank', '[plugin: b]\nuse = repoze.who.plugins.basicauth:make_plugin\n'),
  raises(
    'a name with a blank, asked for without',
    '[plugin: b]\nuse = repoze.who.plugins.basicauth:make_plugin\n[identifiers]\nplugins = b\n',
    4,
  ),
  // Interpolation
  takes('%(here)s', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = %(here)s\n'),
  takes('another option of the section', '[identifiers]\nplugins = %(mine)s\nmine = a\n'),
  raises('an option of another section', '[identifiers]\nplugins = %(realm)s\n', 2),
  raises('% alone', '[identifiers]\nplugins = a%\n', 2),
  raises('%20', '[identifiers]\nplugins = %20\n', 2),
  raises('% in a plugin without "use"', '[plugin:b]\nx = %\n', 2),
  takes('% in a section that nobody knows', '[other]\nx = %\n'),
  takes('%%', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = 100%%\n'),
  raises(
    'SQL with one %',
    plugin('sql:make_authenticator_plugin', 'query = SELECT %(login)s\nconn_factory = json:loads\n'),
    3,
  ),
  takes('${here}, to the letter', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = ${here}\n'),
  // Comments
  takes('comments on lines of their own', '; c\n[identifiers]\n  # c\nplugins =\n  ; c\n  a\n'),
  takes(
    'a comment behind a value, which is part of it',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = 1 ; no\n',
  ),
  raises('a comment behind "use"', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin ; no\n', 2),
  raises('a comment behind a plugin', '[identifiers]\nplugins = a ; x\n', 2, 2),
  raises('a comment in a list', '[identifiers]\nplugins =\n  a # b\n', 3, 3),
  // Duplicates
  raises('an option twice', '[identifiers]\nplugins = a\nplugins = a\n', 3),
  raises('an option twice, by case', '[identifiers]\nplugins = a\nPlugins = a\n', 3),
  raises('a section twice', '[identifiers]\nplugins = a\n[identifiers]\nplugins = a\n', 3),
  // Values of several lines
  takes('tabs and empty lines', '[identifiers]\nplugins =\n\ta\n\n'),
  raises(
    'an option that is indented behind "use"',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\n realm = r\n',
    2,
  ),
  takes(
    'a heading that is indented behind "use": extras',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\n [identifiers]\nrealm = r\n',
  ),
  raises('a word that is not indented', '[identifiers]\nplugins =\na\n', 3),
  raises('an option without "="', '[identifiers]\nplugins\n', 1, 2),
  // Forms of lines
  takes('CRLF', '[identifiers]\r\nplugins = a\r\n'),
  takes('a colon', '[identifiers]\nplugins: a\n'),
  takes('nothing', '[identifiers]\nplugins =\n'),
  takes(
    '"=" in a value, quotes, blanks',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = "a = b"  \n',
  ),
  takes('text behind a heading', '[identifiers] x\nplugins = a\n'),
  otherwise(
    'browsers show a realm with other characters than ASCII wrongly: found when the plugin is made',
    takes('UTF-8', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nrealm = é\n'),
  ),
  // [DEFAULT]
  raises('[DEFAULT], which all plugins have', '[DEFAULT]\nd = 1\n', 2),
  raises('[DEFAULT] with the option of orders', '[DEFAULT]\nplugins = a\n', 2),
  takes(
    '"here" of its own',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nhere = /x\nrealm = %(here)s\n',
  ),
  // Orders
  takes(
    'two on a line',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\n[identifiers]\nplugins = a;browser b\n',
  ),
  raises('two classifications', '[identifiers]\nplugins = a;browser;dav\n', 2),
  raises('a blank behind ";"', '[identifiers]\nplugins = a; browser\n', 2),
  raises('a comma', '[identifiers]\nplugins = a,\n', 2),
  takes('";" alone', '[identifiers]\nplugins = a;\n'),
  otherwise(
    'a plugin that stands twice is asked twice',
    takes('twice', '[identifiers]\nplugins = a;browser a;dav\n'),
    2,
  ),
  raises('no option', '[identifiers]\n', 1),
  raises('another option', '[identifiers]\nplugin = a\n', 1),
  raises('an unknown name', '[identifiers]\nplugins = nobody\n', 2),
  raises('a module for a name', '[identifiers]\nplugins = json\n', 2),
  otherwise(
    'every plugin has a section of its own, so that it has a name',
    takes('a factory for a name', '[identifiers]\nplugins = repoze.who.plugins.basicauth:make_plugin\n'),
    2,
  ),
  // [general]
  {
    title: 'no [general]',
    ini: BASIC,
    python: 'raises',
    errors: [],
    because: "repoze.who's API takes such files, which sites with Pyramid have",
  },
  {
    title: 'an unknown classifier',
    ini: `[general]\nrequest_classifier = repoze.who.classifiers:no_such\nchallenge_decider = repoze.who.classifiers:default_challenge_decider\n`,
    python: 'raises',
    errors: [2],
  },
  // use
  takes('blanks around ":"', '[plugin:b]\nuse = repoze.who.plugins.basicauth : make_plugin\n'),
  takes('extras', '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin [x]\n'),
  raises('egg:', '[plugin:b]\nuse = egg:repoze.who#basicauth\n', 2),
  raises('dots alone', '[plugin:b]\nuse = repoze.who.plugins.basicauth.make_plugin\n', 2),
  raises('a module alone', '[plugin:b]\nuse = json\n', 2),
  raises('empty', '[plugin:b]\nuse =\n', 2),
  takes('none: passed over', '[plugin:b]\nrealm = x\n'),
  raises(
    'an option that the factory does not have',
    '[plugin:b]\nuse = repoze.who.plugins.basicauth:make_plugin\nreal = x\n',
    3,
  ),
  takes('a section that nobody knows', '[other]\nx = 1\n'),
  takes('an option of [general] that nobody knows', ''),
  // auth_tkt
  takes('auth_tkt', tkt('')),
  ...['yes', 'TRUE', '1', 'on', 'y', 't', '2', 'enabled', ''].map((value) =>
    takes(`secure = ${value}`, tkt(`secure = ${value}\n`)),
  ),
  raises('timeout alone', tkt('timeout = 10\n'), 1),
  raises('a higher reissue_time', tkt('timeout = 10\nreissue_time = 11\n'), 5),
  takes('an equal reissue_time', tkt('timeout = 10\nreissue_time = 10\n')),
  takes('0 and 0', tkt('timeout = 0\nreissue_time = 0\n')),
  raises('a unit', tkt('timeout = 10s\nreissue_time = 1\n'), 4),
  takes('1_0', tkt('timeout = 1_0\nreissue_time = 1\n')),
  otherwise(
    'with an empty secret, anybody can sign in as anybody',
    takes('an empty secret', plugin('auth_tkt:make_plugin', 'secret =\n')),
    3,
  ),
  raises('no secret', plugin('auth_tkt:make_plugin', ''), 1),
  raises('a secret twice', tkt('secretfile = x\n'), 4),
  raises('cookie_path, which there is not', tkt('cookie_path = /\n'), 4),
  // htpasswd
  takes('htpasswd', plugin('htpasswd:make_plugin', FILE)),
  raises('no file', plugin('htpasswd:make_plugin', 'check_fn = repoze.who.plugins.htpasswd:sha1_check\n'), 1),
  raises('no check', plugin('htpasswd:make_plugin', 'filename = x\n'), 1),
  raises(
    'a check that there is not',
    plugin('htpasswd:make_plugin', 'filename = x\ncheck_fn = repoze.who.plugins.htpasswd:no\n'),
    4,
  ),
  // redirector
  takes('redirector', plugin('redirector:make_plugin', 'login_url = /login\n')),
  raises('no login_url', plugin('redirector:make_plugin', ''), 1),
  raises('an empty login_url', plugin('redirector:make_plugin', 'login_url =\n'), 3),
  raises('a reason_header alone', plugin('redirector:make_plugin', 'login_url = /l\nreason_header = X\n'), 4),
  takes('a reason_param alone', plugin('redirector:make_plugin', 'login_url = /l\nreason_param = r\n')),
  otherwise(
    'a relative address means another page on each page',
    takes('a relative login_url', plugin('redirector:make_plugin', 'login_url = login\n')),
    3,
  ),
];
