import { existsSync, readFileSync } from 'node:fs';
import { ldap } from '@who/plugin-ldap';
import { type Settings, SettingsError } from '../settings.js';
import type { People } from './people.js';
import { withTokens } from './with-tokens.js';

/** The people of an LDAP directory, and the names of their groups as tokens. @throws {SettingsError}, {WhoError} BAD_OPTION */
export function openDirectory(settings: NonNullable<Settings['ldap']>): People {
  const { url, startTls, caFile, bindDn, bindPassword, baseDn, userAttribute, groupsDn } = settings;
  if (caFile !== undefined && !existsSync(caFile)) throw new SettingsError(`LDAP_CA names no file: ${caFile}`);
  const directory = ldap({
    urls: url,
    clearText: url.startsWith('ldap:') && !startTls,
    tls: caFile === undefined ? undefined : { ca: readFileSync(caFile, 'utf8') },
    bindDn,
    bindPassword,
    baseDn,
    useridAttribute: userAttribute,
    groups: groupsDn === undefined ? undefined : { by: 'member', baseDn: groupsDn },
  });
  return {
    plugin: withTokens(directory, (metadata) => metadata.ldap.groups),
    isSample: false,
    close: async () => directory.close(),
  };
}
