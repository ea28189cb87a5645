#!/usr/bin/env bash
# http-auth computes $apr1$ and DES over the low byte of each UTF-16 unit of a password, not over its UTF-8.
#
# Versions:  npm: http-auth 4.2.1, over apache-md5 1.1.8 and apache-crypt 1.2.6
# Behaviour: of a file that Apache's htpasswd wrote for the password `josé`, the lines with bcrypt and {SHA} let its user
#            in, those with $apr1$ (htpasswd's default) and DES do not.
# Guess:     one password is right for all forms of one file, and is the one that Apache, nginx and lighttpd take.
# Hurt:      people with letters beyond ASCII in their password, after a move from Apache to Node or back: the old file
#            refuses them, depending on the form of their line. A file that apache-md5 wrote is refused by Apache.
# Output:    {"bcrypt":true,"sha":true,"apr1":false,"des":false,"ascii":true}
source "$(dirname "$0")/lib/npm.sh"
npm_packages http-auth@4.2.1 apache-md5@1.1.8 apache-crypt@1.2.6

# Made by htpasswd 2.4.71 (apache2-utils of Debian 12) with -B, -s, -m and -d for `josé`, -m for `correct horse`.
cat >users <<'USERS'
bcrypt:$2y$04$coSiAM2IQU6fnKAA7aUNS.KJ4OXS1GvvBVjvaReyqrJQziERfM5iO
sha:{SHA}jpyZO+sUNxDFUE8J6yTX1v37/g8=
apr1:$apr1$6/v2tLdk$VDd12jLoaIIfJ9izu0P0W0
des:rLHRZnOw/wNUo
ascii:$apr1$tNiomCFZ$ZeK2Iav0weysx6AZ7l18X0
USERS

cat >ask.mjs <<'JAVASCRIPT'
import { once } from 'node:events';
import http from 'node:http';
import auth from 'http-auth';

const basic = auth.basic({ realm: 'test', file: 'users' });
const server = http.createServer(basic.check((_req, res) => res.end('in'))).listen(0, '127.0.0.1');
await once(server, 'listening');

const answers = {};
for (const user of ['bcrypt', 'sha', 'apr1', 'des', 'ascii']) {
  const credentials = Buffer.from(`${user}:${user === 'ascii' ? 'correct horse' : 'josé'}`).toString('base64');
  const { status } = await fetch(`http://127.0.0.1:${server.address().port}/`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  answers[user] = status === 200;
}
console.log(JSON.stringify(answers));
server.close();
server.closeAllConnections();
process.exit();
JAVASCRIPT

seen=$(node ask.mjs)
echo "$seen"
[ "$seen" = '{"bcrypt":true,"sha":true,"apr1":false,"des":false,"ascii":true}' ] || exit 1
