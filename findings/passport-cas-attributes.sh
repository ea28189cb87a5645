#!/usr/bin/env bash
# @coursetable/passport-cas changes the names and the values of attributes.
#
# Versions:  npm: @coursetable/passport-cas 0.1.4, passport 0.7.0
# Behaviour: of a CAS 3 answer, names of attributes arrive in lower case, runs of white space inside values as one
#            space, and an attribute is a text where it has one value and a list where it has several.
# Guess:     the names and values that the CAS server released, as other clients give them (phpCAS, mod_auth_cas).
# Hurt:      applications that move from or to it, or share a user's attributes with an application that has another
#            client: `eduPersonAffiliation` is `edupersonaffiliation` here, a group named with two spaces matches nothing,
#            and `groups.includes('staff')` looks for a part of a text as soon as somebody has one group only.
# Output:    {"edupersonaffiliation":["staff","member"],"displayname":"Zoë B. Quinn"}
source "$(dirname "$0")/lib/npm.sh"
npm_packages @coursetable/passport-cas@0.1.4 passport@0.7.0

cat >ask.mjs <<'JAVASCRIPT'
import { once } from 'node:events';
import http from 'node:http';
import * as cas from '@coursetable/passport-cas';

const server = http.createServer((req, res) => {
  res.setHeader('Content-Type', 'application/xml; charset=utf-8');
  res.end(`<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>zoe</cas:user>
    <cas:attributes><cas:eduPersonAffiliation>staff</cas:eduPersonAffiliation>
    <cas:eduPersonAffiliation>member</cas:eduPersonAffiliation>
    <cas:displayName>Zoë  B.  Quinn</cas:displayName></cas:attributes>
    </cas:authenticationSuccess></cas:serviceResponse>`);
}).listen(0, '127.0.0.1');
await once(server, 'listening');

const base = `http://127.0.0.1:${server.address().port}`;
const Strategy = cas.Strategy ?? cas.default?.Strategy ?? cas.default;
const profile = await new Promise((resolve, reject) => {
  const strategy = new Strategy(
    { version: 'CAS3.0', ssoBaseURL: `${base}/cas`, serverBaseURL: 'http://app.example' },
    (found, done) => done(null, found),
  );
  Object.assign(strategy, { success: resolve, error: reject, fail: (why) => reject(new Error(String(why))) });
  strategy.authenticate({ query: { ticket: 'ST-1' }, url: '/', originalUrl: '/', method: 'GET', headers: {} }, {});
});
server.close();
server.closeAllConnections();
const seen = JSON.stringify(profile.attributes);
console.log(seen);
process.exitCode = seen === '{"edupersonaffiliation":["staff","member"],"displayname":"Zoë B. Quinn"}' ? 0 : 1;
JAVASCRIPT
node ask.mjs
