#!/usr/bin/env bash
# mod_auth_tkt leaves the port out of the address that a login page is to lead back to.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4
# Behaviour: `back` is made of the host's name, the path and the query; the port is dropped, that of the `Host` header and
#            that which Apache listens at.
# Guess:     the address as it was asked for: path and query are there to the letter.
# Hurt:      applications at a port of their own, test servers and those behind a forwarded port: after the sign-in the
#            browser opens another server's page, or none. A login page that checks `back` against its own origins
#            refuses it.
# Output:    Host app.example:8443: http://app.example/page?x=1; no Host of its own: http://127.0.0.1/page?x=1
source "$(dirname "$0")/lib/tickets.sh"
tickets_apache
cat >"$here/ask.py" <<'PYTHON'
import sys
from urllib.parse import parse_qs, urlsplit
from apache import serving

with serving(sys.argv[1]) as (_, ask):
    def back(headers):
        return parse_qs(urlsplit(ask('/page?x=1', headers).getheader('location')).query)['back'][0]
    seen = f"Host app.example:8443: {back({'Host': 'app.example:8443'})}; no Host of its own: {back({})}"
print(seen)
expected = 'Host app.example:8443: http://app.example/page?x=1; no Host of its own: http://127.0.0.1/page?x=1'
sys.exit(0 if seen == expected else 1)
PYTHON
python "$here/ask.py" "$here"
