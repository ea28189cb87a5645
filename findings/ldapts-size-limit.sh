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
source "$(dirname "$0")/lib/debian.sh"
debian slapd=2.5.13+dfsg-5 libldap-2.5-0 libltdl7 libsasl2-2 libwrap0
export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
slapd="$here/debian/usr/sbin/slapd"
mkdir "$here/client"
cd "$here/client"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts ldapts@8.2.0 || exit 2

mkdir "$here/data"
cat >"$here/slapd.conf" <<CONF
include $here/debian/etc/ldap/schema/core.schema
modulepath $here/debian/usr/lib/ldap
moduleload back_mdb
pidfile $here/pid
database mdb
suffix dc=example
directory $here/data
sizelimit 2
access to * by * read
CONF
{
  printf 'dn: dc=example\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n\n'
  for name in a b c d e; do printf 'dn: cn=%s,dc=example\nobjectClass: person\ncn: %s\nsn: x\n\n' "$name" "$name"; done
} >"$here/people.ldif"
"$slapd" -Ta -f "$here/slapd.conf" -l "$here/people.ldif" 2>"$here/add.log"

port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$slapd" -d 0 -h "ldap://127.0.0.1:$port" -f "$here/slapd.conf" 2>"$here/slapd.log" &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$here"' EXIT
for _ in {1..100}; do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done

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
node ask.mjs "ldap://127.0.0.1:$port"
