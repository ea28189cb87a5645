#!/usr/bin/env bash
# repoze.who gives its cookies an expiry date in the server's local time, and does not say so.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4
# Behaviour: remember() with `max_age`, and forget(), write `Max-Age` and an `Expires` that is local time, without a zone.
# Guess:     `Expires` in GMT and with the word, as every specification of cookies has it (RFC 6265, section 4.1.1).
# Hurt:      clients that go by `Expires` alone. They take the date for GMT: from a server west of Greenwich a cookie
#            for an hour is dead when it arrives, from one in the east it lives for hours too long, and so does a
#            sign-out. Give Max-Age the say wherever both are read.
# Output:    seconds from now until the date, of a cookie for 3600: UTC 3600, Etc/GMT+5 -14400, Etc/GMT-5 21600
source "$(dirname "$0")/lib/repoze.sh"
repoze_who

cat >"$here/expiry.py" <<'PYTHON'
import datetime, re, sys, time, warnings
warnings.simplefilter('ignore')
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin

plugin = AuthTktCookiePlugin('secret', 'auth_tkt')
environ = {'HTTP_HOST': 'app.example.org', 'REMOTE_ADDR': '192.0.2.1'}
headers = plugin.remember(environ, {'repoze.who.userid': 'bob', 'max_age': '3600'})
date = re.search(r'Max-Age=3600; Expires=([^;]+)', headers[0][1]).group(1)
assert 'GMT' not in date, date
as_gmt = datetime.datetime.strptime(date, '%a, %d %b %Y %H:%M:%S').replace(tzinfo=datetime.timezone.utc)
print(round((as_gmt.timestamp() - time.time()) / 60) * 60)
PYTHON

seen="UTC $(TZ=UTC python "$here/expiry.py"), Etc/GMT+5 $(TZ=Etc/GMT+5 python "$here/expiry.py"), Etc/GMT-5 $(TZ=Etc/GMT-5 python "$here/expiry.py")"
echo "$seen"
[ "$seen" = 'UTC 3600, Etc/GMT+5 -14400, Etc/GMT-5 21600' ] || exit 1
