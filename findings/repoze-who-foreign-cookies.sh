#!/usr/bin/env bash
# repoze.who finds no ticket behind a cookie of another application whose name or value Python's parser does not take.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4, Python 3.11
# Behaviour: the `Cookie` header is read by http.cookies.SimpleCookie, which ends at the first cookie that is not to its
#            mind and drops all of them: a name with brackets, a value with a blank, with JSON or with a letter that is
#            not ASCII, a name without a value. If the same cookie stands behind the ticket, the ticket is found.
# Guess:     a cookie that cannot be read is passed over, as servers and RFC 6265, section 5.4 and 4.2.2, leave it to them.
# Hurt:      people who are signed in, until another application of the domain (a banner for consent, statistics, PHP's
#            `name[key]`) sets its cookie: they are strangers to the Python application alone, and whether they are
#            depends on which cookie was set first, since browsers send the older one first.
# Output:    alone bob, behind: x[a]=1 None, x=a b None, x={"a":1} None, x=é None, x None, before: x={"a":1} bob
source "$(dirname "$0")/lib/debian.sh"
debian python3-repoze.who=2.2-4 python3-webob python3-zope.interface
cat >"$here/cookies.py" <<'PYTHON'
import warnings
warnings.simplefilter('ignore')
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin

plugin = AuthTktCookiePlugin('a secret for this test', 'auth_tkt')
environ = {'HTTP_HOST': 'app.example.org', 'REMOTE_ADDR': '192.0.2.1'}
[(_, cookie), *_] = plugin.remember(environ, {'repoze.who.userid': 'bob'})
ticket = cookie.split(';')[0]

def user(cookies):
    identity = plugin.identify({**environ, 'HTTP_COOKIE': cookies})
    return identity and identity['repoze.who.plugins.auth_tkt.userid']

others = ['x[a]=1', 'x=a b', 'x={"a":1}', 'x=é', 'x']
behind = ', '.join(f'{other} {user(f"{other}; {ticket}")}' for other in others)
print(f'alone {user(ticket)}, behind: {behind}, before: {others[2]} {user(f"{ticket}; {others[2]}")}')
PYTHON
seen=$(PYTHONUTF8=1 python "$here/cookies.py")
echo "$seen"
[ "$seen" = 'alone bob, behind: x[a]=1 None, x=a b None, x={"a":1} None, x=é None, x None, before: x={"a":1} bob' ] || exit 1
