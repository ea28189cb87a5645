# To be sourced: Debian's repoze.who, in a folder of its own, which goes when the script ends.
source "$(dirname "$0")/lib/debian.sh"

# Unpacks it, and writes $here/tickets.py for scripts that lie beside it.
repoze_who() {
  debian python3-repoze.who=2.2-4 python3-webob python3-zope.interface
  cat >"$here/tickets.py" <<'PYTHON'
"""Tickets as repoze.who makes and reads them."""
import warnings

warnings.simplefilter('ignore')
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin

SECRET = 'a secret for this test'
plugin = AuthTktCookiePlugin(SECRET, 'auth_tkt')
environ = {'HTTP_HOST': 'app.example.org', 'REMOTE_ADDR': '127.0.0.1'}

def cookie_of(user):
    [(_, header), *_] = plugin.remember(environ, {'repoze.who.userid': user})
    return header.split(';')[0]

def user_of(cookies):
    identity = plugin.identify({**environ, 'HTTP_COOKIE': cookies})
    return identity and identity['repoze.who.plugins.auth_tkt.userid']
PYTHON
}
