#!/usr/bin/env bash
# repoze.who's htpasswd plugin knows the users of a file's first thousand lines, and nobody behind them.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4
# Behaviour: user 1000 of a file signs in, user 1001 has a wrong password, and nothing is logged. Lines that are no user
#            count: a comment at the top, and user 1000 is locked out.
# Guess:     all lines count, as in Apache, whose format this is.
# Hurt:      sites that grow: the newest users cannot sign in at the Python application, with a password that Apache takes.
# Output:    999 True, 1000 True, 1001 False, with a comment on top: 1000 False
source "$(dirname "$0")/lib/repoze.sh"
repoze_who
cat >"$here/lines.py" <<'PYTHON'
import io, warnings
warnings.simplefilter('ignore')
from repoze.who.plugins.htpasswd import HTPasswdPlugin, plain_check

users = ''.join(f'user{i}:password{i}\n' for i in range(1, 1101))

def signs_in(i, head=''):
    plugin = HTPasswdPlugin(io.StringIO(head + users), plain_check)
    return plugin.authenticate({}, {'login': f'user{i}', 'password': f'password{i}'}) is not None

counts = ', '.join(f'{i} {signs_in(i)}' for i in (999, 1000, 1001))
print(f'{counts}, with a comment on top: 1000 {signs_in(1000, "# our users" + chr(10))}')
PYTHON
seen=$(python "$here/lines.py")
echo "$seen"
[ "$seen" = '999 True, 1000 True, 1001 False, with a comment on top: 1000 False' ] || exit 1
