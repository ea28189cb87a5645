#!/usr/bin/env bash
# oidc-provider sends logout tokens to no application in a private network.
#
# Versions:  npm: oidc-provider 9.13.3
# Behaviour: a client whose `backchannel_logout_uri` is at 127.0.0.1 is registered without complaint. The logout token for
#            it is never delivered: the connection is ended as soon as its address is known to be a special one (10/8,
#            192.168/16, 127/8 and others), whatever name was asked for. All that is seen is an event, `backchannel.error`;
#            the person's logout succeeds. With a `fetch` of one's own that leaves the `dispatcher` out, it arrives.
# Guess:     who may register a client decides where its logout tokens go; what cannot be reached is refused then, or said.
# Hurt:      applications behind a firewall, in Docker networks and in tests: sessions go on after a logout, and neither
#            the application nor the person hears of it.
# Output:    {"usual":"not delivered","own fetch":"delivered"}
source "$(dirname "$0")/lib/npm.sh"
npm_packages oidc-provider@9.13.3

cat >ask.mjs <<'JAVASCRIPT'
import { createServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

console.warn = console.info = () => {};
const { default: Provider } = await import('oidc-provider');
let came = '';
const application = createServer(async (request, response) => {
  came = await text(request);
  response.end();
}).listen(0, '127.0.0.1');
await once(application, 'listening');
const uri = `http://127.0.0.1:${application.address().port}/logout`;

async function deliver(more) {
  came = '';
  const provider = new Provider('http://127.0.0.1:1', {
    clients: [{
      client_id: 'app', client_secret: 'secret', redirect_uris: ['https://app.example/'],
      backchannel_logout_uri: uri, backchannel_logout_session_required: true,
    }],
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
    ...more,
  });
  const client = await provider.Client.find('app');
  await client.backchannelLogout('zoe', 'a session').catch(() => {});
  return came.startsWith('logout_token=') ? 'delivered' : 'not delivered';
}

const own = (url, { dispatcher, ...options }) => fetch(url, options);
const seen = JSON.stringify({ usual: await deliver({}), 'own fetch': await deliver({ fetch: own }) });
console.log(seen);
process.exitCode = seen === '{"usual":"not delivered","own fetch":"delivered"}' ? 0 : 1;
application.close();
application.closeAllConnections();
JAVASCRIPT
timeout 30 node ask.mjs
