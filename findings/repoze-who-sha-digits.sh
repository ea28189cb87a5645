#!/usr/bin/env bash
# repoze.who's SQL plugin reads `{SHA}` with hexadecimal digits; everybody else writes base64 behind that name.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4
# Behaviour: a stored `{SHA}` and 40 lower-case hexadecimal digits counts; the same digest in base64, as OpenLDAP, Apache's
#            htpasswd and RFC 2307 write it, or in capitals, is a wrong password without a word.
# Guess:     `{SHA}` is RFC 2307's scheme: base64.
# Hurt:      sites that bring passwords from a directory or a password file into the database, or back: nobody can sign
#            in, and the value looks right.
# Output:    hex True, HEX False, base64 False
source "$(dirname "$0")/lib/repoze.sh"
repoze_who

cat >"$here/sha.py" <<'PYTHON'
import base64, hashlib, warnings
warnings.simplefilter('ignore')
from repoze.who.plugins.sql import default_password_compare

digest = hashlib.sha1(b'secret').digest()
forms = {'hex': digest.hex(), 'HEX': digest.hex().upper(), 'base64': base64.b64encode(digest).decode()}
print(', '.join(f"{name} {default_password_compare('secret', '{SHA}' + text)}" for name, text in forms.items()))
PYTHON

seen=$(python "$here/sha.py")
echo "$seen"
[ "$seen" = 'hex True, HEX False, base64 False' ] || exit 1
