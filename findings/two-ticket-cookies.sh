#!/usr/bin/env bash
# Of two cookies with one name, mod_auth_tkt believes the first and repoze.who the last: one browser is two users.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4, python3-repoze.who 2.2-4
# Behaviour: a request with `auth_tkt` of alice and then of bob is alice's to Apache and bob's to Python. repoze.who sets
#            three cookies at every sign-in (for the host, the domain, and all below it), so browsers do hold several.
# Guess:     both go by the same one; browsers send the one with the longer path, then the older one first (RFC 6265, 5.4).
# Hurt:      whoever signs in again as somebody else where another path or domain has kept a cookie: pages of one site speak
#            to two people, and a sign-out that clears one of the cookies leaves the other in force at one of the two.
# Output:    alice, bob: Apache alice, Python bob; bob, alice: Apache bob, Python alice
source "$(dirname "$0")/lib/tickets.sh"
tickets_apache
repoze_who
cat >"$here/ask.py" <<'PYTHON'
import sys
from apache import serving
from tickets import cookie_of, user_of

with serving(sys.argv[1]) as (_, ask):
    def both(*users):
        cookies = '; '.join(map(cookie_of, users))
        apache = ask('/', {'Cookie': cookies}).getheader('x-user')
        return f"{', '.join(users)}: Apache {apache}, Python {user_of(cookies)}"
    seen = f"{both('alice', 'bob')}; {both('bob', 'alice')}"
print(seen)
sys.exit(0 if seen == 'alice, bob: Apache alice, Python bob; bob, alice: Apache bob, Python alice' else 1)
PYTHON
python "$here/ask.py" "$here"
