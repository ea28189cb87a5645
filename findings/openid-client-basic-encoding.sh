#!/usr/bin/env bash
# openid-client percent-encodes letters of a client's id and secret that form encoding leaves as they are.
#
# Versions:  npm: openid-client 6.9.0 (oauth4webapi 3.8.8)
# Behaviour: with `ClientSecretBasic` the client `the-app` with the secret `a_b.c~d` is sent as `the%2Dapp` and
#            `a%5Fb%2Ec%7Ed`. A server that decodes gets the same; `URLSearchParams` leaves all but the tilde alone.
# Guess:     RFC 6749, section 2.3.1, has both encoded as a form is: `-`, `_` and `.` stay, so that ids like `the-app` look
#            the same to servers that decode and to those that do not.
# Hurt:      those whose provider compares without decoding (LemonLDAP::NG 2.16 does): `invalid_client` for a right secret,
#            and only where there is such a letter in it.
# Output:    {"openid-client":"the%2Dapp:a%5Fb%2Ec%7Ed","as a form":"the-app:a_b.c%7Ed"}
source "$(dirname "$0")/lib/npm.sh"
npm_packages openid-client@6.9.0 oauth4webapi@3.8.8

cat >ask.mjs <<'JAVASCRIPT'
import { ClientSecretBasic } from 'openid-client';

const [id, secret] = ['the-app', 'a_b.c~d'];
const headers = new Headers();
ClientSecretBasic(secret)({ issuer: 'https://login.example' }, { client_id: id }, new URLSearchParams(), headers);
const asForm = (text) => new URLSearchParams({ x: text }).toString().slice(2);
const seen = JSON.stringify({
  'openid-client': atob(headers.get('authorization').slice('Basic '.length)),
  'as a form': `${asForm(id)}:${asForm(secret)}`,
});
console.log(seen);
process.exitCode = seen === '{"openid-client":"the%2Dapp:a%5Fb%2Ec%7Ed","as a form":"the-app:a_b.c%7Ed"}' ? 0 : 1;
JAVASCRIPT
node ask.mjs
