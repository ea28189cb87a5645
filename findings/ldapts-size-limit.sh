#!/usr/bin/env bash
# ldapts gives a part of what a search finds as though it were all, where a sizeLimit is set that was not reached.
#
# Versions:  npm: ldapts 8.2.0; Debian 12: slapd 2.5.13+dfsg-5
# Behaviour: five entries match, and the server gives two at most. With `sizeLimit: 1000` the search resolves with two
#            entries, and nothing in the result says that there are more. Without a sizeLimit the same search is rejected
#            with SizeLimitExceededError, and there is nothing.
# Guess:     a sizeLimit can only make a search end earlier: fewer entries than it allows are all there are, and the
#            server's own limit is the same error with it and without it.
# Hurt:      those who page through users, sum up groups or compare a directory with a database: members are missing, and
#            a synchronisation deletes them. Who asks for two to see that there is one only is not safe from a limit of 1.
# Output:    {"sizeLimit: 1000":2,"no sizeLimit":"SizeLimitExceededError"}
source "$(dirname "$0")/lib/slapd.sh"
slapd_with 'sizelimit 2' 'access to * by * read' < <(
  for name in a b c d e; do printf 'dn: cn=%s,dc=example\nobjectClass: person\ncn: %s\nsn: x\n\n' "$name" "$name"; done
)
npm_packages ldapts@8.2.0

cat >ask.mjs <<'JAVASCRIPT'
import { Client } from 'ldapts';

const client = new Client({ url: process.argv[2] });
const ask = (options) =>
  client.search('dc=example', { filter: '(objectClass=person)', ...options }).then(
    ({ searchEntries }) => searchEntries.length,
    (error) => error.name,
  );
const seen = JSON.stringify({ 'sizeLimit: 1000': await ask({ sizeLimit: 1000 }), 'no sizeLimit': await ask({}) });
console.log(seen);
await client.unbind();
process.exitCode = seen === '{"sizeLimit: 1000":2,"no sizeLimit":"SizeLimitExceededError"}' ? 0 : 1;
JAVASCRIPT
node ask.mjs "$url"
