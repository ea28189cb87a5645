import type { PlannedPart, PlanValue } from '../../plan/plan.js';
import { entryName, entryPoint } from '../entry-point.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.sql:make_authenticator_plugin` */
export function sqlAuthenticator(mapping: Mapping): PlannedPart {
  mapping.known('query', 'conn_factory', 'compare_fn', DSN);
  mapping.set('driver', driver(mapping), 'conn_factory');
  const query = mapping.text('query');
  if (!query) mapping.error('CONFIG_MISSING', 'query', 'has to be given.');
  else mapping.set('user', `SELECT userid, password FROM (${statement(query)}) AS who (userid, password)`, 'query');
  mapping.set('passwords', { allow: ['bcrypt', 'argon2id', 'scrypt', 'pbkdf2', 'sha512-crypt', 'sha1'] });
  if (mapping.has('compare_fn')) {
    mapping.error(
      'CONFIG_BAD_VALUE',
      'compare_fn',
      'is a function of Python. Store hashes that @who/passwords knows, or give loadWho() a plugin of the application in "plugins".',
    );
  }
  mapping.differs(
    'query',
    'Passwords that are stored as they are do not count, those as "{SHA}…", bcrypt, argon2 and some others do; a name that finds two rows is nobody, where Python takes the first.',
  );
  return mapping.part('@who/plugin-sql');
}

/** `repoze.who.plugins.sql:make_metadata_plugin` */
export function sqlMetadata(mapping: Mapping): PlannedPart {
  mapping.known('name', 'query', 'conn_factory', 'filter', DSN);
  mapping.set('driver', driver(mapping), 'conn_factory');
  const [name, query] = [mapping.text('name'), mapping.text('query')];
  if (!name) mapping.error('CONFIG_MISSING', 'name', 'has to be given.');
  if (!query) mapping.error('CONFIG_MISSING', 'query', 'has to be given.');
  if (name && query) {
    const records = `SELECT CAST(:userid AS text) AS userid, who.* FROM (${statement(query)}) AS who`;
    mapping.set('metadata', { [name]: { records } }, 'query');
  }
  if (mapping.has('filter'))
    mapping.error('CONFIG_BAD_VALUE', 'filter', 'is a function of Python: have the query do it.');
  mapping.differs('query', 'Rows are objects by the names of their columns; in Python they are tuples.');
  return mapping.part('@who/plugin-sql');
}

/** `%(login)s` as it is after the interpolation of INI, and `%%` for one that is meant. */
function statement(query: string): string {
  return query
    .replace(/%\((\w+)\)s|%%/g, (whole, name: string | undefined) =>
      name === undefined ? whole.slice(1) : `:${name === '__userid' ? 'userid' : name}`,
    )
    .replace(/;\s*$/, '');
}

function driver(mapping: Mapping): PlanValue | undefined {
  const text = mapping.text('conn_factory');
  if (!text) {
    mapping.error('CONFIG_MISSING', 'conn_factory', 'has to be given.');
    return undefined;
  }
  const entry = entryPoint(text);
  if (!entry || entryName(entry) !== 'repoze.who.plugins.sql:make_psycopg_conn_factory') {
    return mapping.function('conn_factory', 'a driver of @who/plugin-sql, e.g. pg(pool),');
  }
  const dsn = mapping.text(DSN);
  if (!dsn) mapping.error('CONFIG_MISSING', DSN, 'has to be given with that factory.');
  return dsn ? (/^postgres(?:ql)?:\/\//.test(dsn) ? { url: dsn } : { dsn }) : undefined;
}

const DSN = 'repoze.who.dsn';
