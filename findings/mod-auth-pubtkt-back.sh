#!/usr/bin/env bash
# mod_auth_pubtkt decodes the path of the page that somebody asked for before it writes it into `back`.
#
# Versions:  Debian 12: libapache2-mod-auth-pubtkt 0.13-1+b1 in Apache 2.4
# Behaviour: the login URL gets `back` with the path decoded once, `//` folded, and then all of it encoded once: whoever
#            decodes the parameter, as every login page does, has /wiki/Who??x=1 for a request of /wiki/Who%3F?x=1,
#            and /wiki/100%25 for one of /wiki/100%2525. A `+` in the query is not encoded, and comes out as a blank.
# Guess:     decoding `back` gives the address that was asked for, byte by byte.
# Hurt:      people who open a page with "?", "#" or "%" in its name, or a search for "c+d", while signed out: after the
#            sign-in they are on another page, or on none. Login servers cannot tell what the address was.
# Output:    /wiki/Who%3F?x=1 comes back as /wiki/Who??x=1 …
source "$(dirname "$0")/lib/apache.sh"
apache libapache2-mod-auth-pubtkt=0.13-1+b1 auth_pubtkt <<CONF
<Location />
  AuthType mod_auth_pubtkt
  require valid-user
  TKTAuthPublicKey $here/key.pem
  TKTAuthLoginURL http://login.example/
</Location>
CONF
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>"$here/openssl.log" | openssl pkey -pubout >"$here/key.pem"
cat >"$here/ask.py" <<'PYTHON'
import sys
from urllib.parse import parse_qs, urlsplit
from apache import serving

seen = {
    '/wiki/Start?a=b%26c': '/wiki/Start?a=b%26c',
    '/wiki/Who%3F?x=1': '/wiki/Who??x=1',
    '/wiki/C%23': '/wiki/C#',
    '/wiki/100%2525': '/wiki/100%25',
    '/wiki//Start': '/wiki/Start',
    '/search?q=c+d': '/search?q=c d',
}
with serving(sys.argv[1]) as (port, ask):
    def back_for(target):
        location = ask(target).getheader('location', '')
        [back] = parse_qs(urlsplit(location).query)['back']
        return back.removeprefix(f'http://127.0.0.1:{port}')

    result = {target: back_for(target) for target in seen}
for target, back in result.items():
    print(target, 'comes back as', back)
sys.exit(0 if result == seen else 1)
PYTHON
python "$here/ask.py" "$here"
