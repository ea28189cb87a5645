#!/usr/bin/env bash
# repoze.who signs the name of a user and writes another spelling of it into the ticket: mod_auth_tkt refuses it.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4, python3-repoze.who 2.2-4
# Behaviour: the digest is made of the name as it is, and the ticket holds it percent-encoded. mod_auth_tkt makes the digest
#            of what stands there. `bob` and `bob.smith` are the same in both; an address, a blank or an accent is not.
# Guess:     what is signed is what is sent: the format comes from mod_auth_tkt.
# Hurt:      sites whose user names are addresses of mail: each such user signs in at Python and is sent to the login page
#            by Apache, though the ticket looks right and everybody else's works.
# Output:    bob 200, bob.smith 200, bob@example.org 307, bob smith 307, josé 307
source "$(dirname "$0")/lib/tickets.sh"
tickets_apache
repoze_who
cat >"$here/ask.py" <<'PYTHON'
import sys
from apache import serving
from tickets import cookie_of

with serving(sys.argv[1]) as (_, ask):
    users = ['bob', 'bob.smith', 'bob@example.org', 'bob smith', 'josé']
    seen = ', '.join(f"{user} {ask('/', {'Cookie': cookie_of(user)}).status}" for user in users)
print(seen)
sys.exit(0 if seen == 'bob 200, bob.smith 200, bob@example.org 307, bob smith 307, josé 307' else 1)
PYTHON
PYTHONUTF8=1 python "$here/ask.py" "$here"
