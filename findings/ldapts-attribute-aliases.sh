#!/usr/bin/env bash
# ldapts says that an attribute is empty where it was asked for by one of its other names, and gives it under the first.
#
# Versions:  npm: ldapts 8.2.0; Debian 12: slapd 2.5.13+dfsg-5
# Behaviour: asked for `surname` or `2.5.4.4`, which are names of `sn` in every directory's schema (RFC 4519), the server
#            answers under `sn`. The entry has `sn` with the value, and `surname` with an empty list. `SN` comes as `sn`
#            alone, without an empty one.
# Guess:     the value stands under the name that was asked for, or that name is not there at all: an empty list is what
#            an attribute without values is.
# Hurt:      applications whose list of attributes is configuration: with a name from the documentation of another server
#            (`surname`, `userid`, `gn`, `rfc822Mailbox`) everybody has no last name, no mail address, no groups, and it
#            looks as though the directory had none.
# Output:    {"sn":{"sn":"Lovelace"},"surname":{"sn":"Lovelace","surname":[]},"2.5.4.4":{"sn":"Lovelace","2.5.4.4":[]},"SN":{"sn":"Lovelace"}}
source "$(dirname "$0")/lib/slapd.sh"
slapd_with 'access to * by * read' <<'LDIF'
dn: cn=ada,dc=example
objectClass: person
cn: ada
sn: Lovelace
LDIF
npm_packages ldapts@8.2.0
cat >ask.mjs <<'JAVASCRIPT'
import { Client } from 'ldapts';

const client = new Client({ url: process.argv[2] });
const seen = {};
for (const name of ['sn', 'surname', '2.5.4.4', 'SN']) {
  const found = await client.search('dc=example', { filter: '(cn=ada)', attributes: [name] });
  const [{ dn, ...attributes }] = found.searchEntries;
  seen[name] = attributes;
}
await client.unbind();
console.log(JSON.stringify(seen));
const other = (name) => ({ sn: 'Lovelace', [name]: [] });
const expected = { sn: { sn: 'Lovelace' }, surname: other('surname'), '2.5.4.4': other('2.5.4.4'), SN: { sn: 'Lovelace' } };
const { deepStrictEqual } = await import('node:assert');
deepStrictEqual(seen, expected);
JAVASCRIPT
node ask.mjs "$url"
