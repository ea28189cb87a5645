#!/usr/bin/env bash
# repoze.who's check for `{SHA}` lines in htpasswd files takes no line that htpasswd writes, on Python 3.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4, Python 3.11, apache2-utils 2.4.71-1~deb12u1
# Behaviour: `htpasswd -s` writes `bob:{SHA}` and base64. sha1_check says that the right password is a wrong one: it compares
#            with Python's notation of bytes, so that only a line with `{SHA}b'…'` would match.
# Guess:     the function that the documentation names for such files reads them.
# Hurt:      sites that move to Python 3 with their files: nobody can sign in, and nothing says why.
# Output:    as htpasswd writes it: None, with b'' around the base64: bob
source "$(dirname "$0")/lib/repoze.sh"
source "$(dirname "$0")/lib/htpasswd.sh"
repoze_who
debian_htpasswd
htpasswd -cbs "$here/users" bob secret
cat >"$here/sha1.py" <<'PYTHON'
import io, re, sys, warnings
warnings.simplefilter('ignore')
from repoze.who.plugins.htpasswd import HTPasswdPlugin, sha1_check

def user(text):
    return HTPasswdPlugin(io.StringIO(text), sha1_check).authenticate({}, {'login': 'bob', 'password': 'secret'})

written = open(sys.argv[1]).read()
notated = re.sub(r'(?<=\})(.*)', r"b'\1'", written)
print(f"as htpasswd writes it: {user(written)}, with b'' around the base64: {user(notated)}")
PYTHON
seen=$(python "$here/sha1.py" "$here/users")
echo "$seen"
[ "$seen" = "as htpasswd writes it: None, with b'' around the base64: bob" ] || exit 1
