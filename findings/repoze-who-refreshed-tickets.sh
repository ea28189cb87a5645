#!/usr/bin/env bash
# mod_auth_tkt refreshes a ticket that repoze.who has made, and repoze.who cannot read what comes out.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4, python3-repoze.who 2.2-4
# Behaviour: both take the ticket. When less than half of the timeout is left, mod_auth_tkt sets a new one by itself
#            (TKTAuthTimeoutRefresh is 0.5): in base64, which repoze.who does not decode.
# Guess:     two programs that speak one format take each other's tickets as long as they are valid.
# Hurt:      sites that share sign-ins between Apache and Python: after an hour of work everybody is a stranger at the
#            Python application and signed in at Apache, so that a login page behind Apache sends them back and forth.
# Output:    made by Python: Apache 200, Python bob; refreshed by Apache: Apache 200, Python None
source "$(dirname "$0")/lib/tickets.sh"
tickets_apache
repoze_who
cat >"$here/ask.py" <<'PYTHON'
import sys, time
from apache import serving
from tickets import SECRET, user_of
from repoze.who._auth_tkt import AuthTicket

with serving(sys.argv[1]) as (_, ask):
    made = 'auth_tkt=' + AuthTicket(SECRET, 'bob', '0.0.0.0', time=time.time() - 5400).cookie_value()
    response = ask('/', {'Cookie': made})
    refreshed = response.getheader('set-cookie').split(';')[0]
    seen = f'made by Python: Apache {response.status}, Python {user_of(made)}'
    seen += f"; refreshed by Apache: Apache {ask('/', {'Cookie': refreshed}).status}, Python {user_of(refreshed)}"
print(seen)
expected = 'made by Python: Apache 200, Python bob; refreshed by Apache: Apache 200, Python None'
sys.exit(0 if seen == expected else 1)
PYTHON
python "$here/ask.py" "$here"
