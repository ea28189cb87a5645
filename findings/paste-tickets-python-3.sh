#!/usr/bin/env bash
# Paste's auth_tkt, which mod_auth_tkt, repoze.who and Pyramid descend from or follow, works on Python 2 only.
#
# Versions:  Debian 12: python3-paste 3.5.2+repack-1, Python 3.11
# Behaviour: the middleware writes bytes into a cookie as Python shows them, `auth_tkt=b'DIGEST…alice!'`, so nobody can
#            read what it writes. To a request that has a ticket, its own or one by mod_auth_tkt, it answers with a
#            TypeError. `AuthTicket` takes no digest by its name, though the documentation says so.
# Guess:     the package is for Python 3, says so, and its ticket module is the one whose format the others share.
# Hurt:      applications on Paste that are moved to Python 3 beside others with the same sign-in: whoever is signed in
#            anywhere gets an error from each of their pages, and whoever signs in there is a stranger elsewhere.
# Output:    written: auth_tkt=b'DIGEST6553f100alice!'
#            mod_auth_tkt's: TypeError
#            its own: TypeError
#            digest 'sha256': TypeError
source "$(dirname "$0")/lib/debian.sh"
debian python3-paste=3.5.2+repack-1 python3-six python3-tempita

python <<'PYTHON'
import re, sys, time, warnings
warnings.simplefilter('ignore')
from wsgiref.util import setup_testing_defaults
from paste.auth.auth_tkt import AuthTicket, AuthTKTMiddleware

time.time = lambda: 0x6553f100

def page(environ, start_response):
    environ['paste.auth_tkt.set_user']('alice')
    start_response('200 OK', [])
    return [environ.get('REMOTE_USER', 'nobody').encode()]

application = AuthTKTMiddleware(page, 'a secret for this test', include_ip=False)

def ask(cookie):
    """What it answers, and the cookie that it sets."""
    environ, cookies = {'HTTP_COOKIE': cookie}, []
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, error=None: cookies.extend(value for name, value in headers))
    return b''.join(answer).decode(), cookies[0].split(';')[0]

def attempt(what):
    try:
        return what()[0]
    except Exception as error:
        return type(error).__name__

_, written = ask('')
# As mod_auth_tkt writes it: MD5, without an address.
ticket = AuthTicket('a secret for this test', 'alice', '0.0.0.0', time=0x6553f100).cookie_value().decode()
seen = [
    ('written', re.sub('[0-9a-f]{32}', 'DIGEST', written)),
    ("mod_auth_tkt's", attempt(lambda: ask(f'auth_tkt={ticket}'))),
    ('its own', attempt(lambda: ask(written))),
    ("digest 'sha256'", attempt(AuthTicket('s', 'alice', '0.0.0.0', digest_algo='sha256').cookie_value)),
]
for name, value in seen:
    print(f'{name}: {value}')
expected = ["auth_tkt=b'DIGEST6553f100alice!'", 'TypeError', 'TypeError', 'TypeError']
sys.exit(0 if [value for _, value in seen] == expected else 1)
PYTHON
