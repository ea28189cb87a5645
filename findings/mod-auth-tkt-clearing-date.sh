#!/usr/bin/env bash
# mod_auth_tkt clears a timed-out cookie with a date that is none, and puts a Domain on cookies that nobody asked for.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4
# Behaviour: past TKTAuthTimeout the cookie is cleared by `expires=Thu 01 Jan 1970 …` — without the comma, and with a
#            time of day that is not midnight — and with `domain=` the host of the request, although no TKTAuthDomain is
#            configured. Nothing else clears it: there is no Max-Age.
# Guess:     `Expires` as RFC 6265 writes it, or Max-Age; a host-only cookie where no domain is configured.
# Hurt:      clients with a strict reader of dates keep the dead ticket and send it for ever, in front of the good one
#            of another application. Applications that share the ticket and clear a host-only cookie do not reach the
#            one with the domain: people stay signed in after they have signed out.
# Output:    auth_tkt=; path=/; domain=127.0.0.1; expires=Thu 01 Jan 1970 …
source "$(dirname "$0")/lib/apache.sh"
apache libapache2-mod-auth-tkt=2.3.99~b1-1 dir auth_tkt <<'CONF'
DirectoryIndex index.html
TKTAuthSecret "a secret for this test"
TKTAuthDigestType MD5
<Location />
  AuthType None
  require valid-user
  TKTAuthLoginURL http://login.example/
  TKTAuthTimeoutURL http://timeout.example/
  TKTAuthTimeout 1h
  TKTAuthIgnoreIP on
</Location>
CONF
echo page >"$here/www/index.html"
cat >"$here/ask.py" <<'PYTHON'
import hashlib, re, sys, time
from apache import serving

secret, stamp = b'a secret for this test', int(time.time()) - 7200
first = hashlib.md5(bytes(4) + stamp.to_bytes(4, 'big') + secret + b'bob\0\0').hexdigest().encode()
ticket = f'{hashlib.md5(first + secret).hexdigest()}{stamp:08x}bob!'

with serving(sys.argv[1]) as (_, ask):
    response = ask('/', {'Cookie': f'auth_tkt={ticket}'})
    cookies = [value for name, value in response.getheaders() if name.lower() == 'set-cookie']
print(response.status, response.getheader('location', ''))
print(*cookies, sep='\n')
sys.exit(0 if any(re.search(r'domain=127\.0\.0\.1.*expires=Thu 01 Jan 1970', c, re.I) and 'max-age' not in c.lower()
                  for c in cookies) else 1)
PYTHON
python "$here/ask.py" "$here"
