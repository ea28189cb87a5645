#!/usr/bin/env bash
# mod_auth_tkt reads a timeout's unit from the last letter: `2hours` are two seconds, and nobody is told.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4
# Behaviour: TKTAuthTimeout takes 2h, 30m, 1w, and Apache does not start with `90min`: "unrecognised unit 'n'". Only the
#            last letter is looked at, though: `2hours` and `5minutes` are 2 and 5 seconds, because they end in s.
# Guess:     either units that are written out count, or none of them starts.
# Hurt:      who writes the unit out: a ticket is refused as timed out right after the sign-in, the login page gives a new
#            one, and the browser goes round in circles.
# Output:    2h: ticket of this moment 200, of a minute ago 200 · 2hours: 200, 307 · 5minutes: 200, 307
source "$(dirname "$0")/lib/apache.sh"
location() {
  printf '%s\n' "<Location /$1>" 'AuthType None' 'require valid-user' 'TKTAuthLoginURL http://login.example/' \
    'TKTAuthTimeoutURL http://timeout.example/' 'TKTAuthIgnoreIP on' "TKTAuthTimeout $1" '</Location>'
}
apache libapache2-mod-auth-tkt=2.3.99~b1-1 dir auth_tkt <<CONF
DirectoryIndex index.html
TKTAuthSecret "a secret for this test"
TKTAuthDigestType MD5
$(location 2h)
$(location 2hours)
$(location 5minutes)
CONF
for path in 2h 2hours 5minutes; do
  mkdir "$here/www/$path"
  echo page >"$here/www/$path/index.html"
done
cat >"$here/ask.py" <<'PYTHON'
import hashlib, sys, time
from apache import serving

secret = b'a secret for this test'

def ticket(seconds_ago):
    stamp = int(time.time()) - seconds_ago
    first = hashlib.md5(bytes(4) + stamp.to_bytes(4, 'big') + secret + b'bob\0\0').hexdigest().encode()
    return f'{hashlib.md5(first + secret).hexdigest()}{stamp:08x}bob!'

def status(path, seconds_ago):
    return ask(f'/{path}/', {'Cookie': f'auth_tkt={ticket(seconds_ago)}'}).status

with serving(sys.argv[1]) as (_, ask):
    seen = {path: (status(path, 0), status(path, 60)) for path in ('2h', '2hours', '5minutes')}
for path, (now, earlier) in seen.items():
    print(f'{path}: ticket of this moment {now}, of a minute ago {earlier}')
sys.exit(0 if seen == {'2h': (200, 200), '2hours': (200, 307), '5minutes': (200, 307)} else 1)
PYTHON
python "$here/ask.py" "$here"
