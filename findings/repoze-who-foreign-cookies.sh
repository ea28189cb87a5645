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
source "$(dirname "$0")/lib/repoze.sh"
repoze_who
cat >"$here/cookies.py" <<'PYTHON'
from tickets import cookie_of, user_of

ticket = cookie_of('bob')
others = ['x[a]=1', 'x=a b', 'x={"a":1}', 'x=é', 'x']
behind = ', '.join(f'{other} {user_of(f"{other}; {ticket}")}' for other in others)
print(f'alone {user_of(ticket)}, behind: {behind}, before: {others[2]} {user_of(f"{ticket}; {others[2]}")}')
PYTHON
seen=$(PYTHONUTF8=1 python "$here/cookies.py")
echo "$seen"
[ "$seen" = 'alone bob, behind: x[a]=1 None, x=a b None, x={"a":1} None, x=é None, x None, before: x={"a":1} bob' ] || exit 1
