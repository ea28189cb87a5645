#!/usr/bin/env bash
# passlib reads no user at all of an htpasswd file with one line that has a third field.
#
# Versions:  Debian 12: python3-passlib 1.7.4-3
# Behaviour: HtpasswdFile raises ValueError, "malformed htpasswd file", at the first line with a second colon, or with none.
# Guess:     what stands behind the second colon is passed over, as Apache's own reader does, which people use for
#            full names and addresses; at worst that user is unknown.
# Hurt:      applications that read the web server's file by it: a line that Apache takes, added while they
#            run, signs everybody out of them.
# Output:    alice:HASH True, alice:HASH:Alice Example ValueError, nonsense ValueError
source "$(dirname "$0")/lib/debian.sh"
debian python3-passlib=1.7.4-3
cat >"$here/fields.py" <<'PYTHON'
import warnings
warnings.simplefilter('ignore')
from passlib.apache import HtpasswdFile
from passlib.hash import apr_md5_crypt

digest = apr_md5_crypt.hash('secret')

def bob(line):
    """Whether bob signs in by a file that has another line, too."""
    try:
        return HtpasswdFile.from_string(f'bob:{digest}\n{line}\n').check_password('bob', 'secret')
    except ValueError as error:
        return type(error).__name__

lines = ['alice:HASH', 'alice:HASH:Alice Example', 'nonsense']
print(', '.join(f"{line} {bob(line.replace('HASH', digest))}" for line in lines))
PYTHON
seen=$(python "$here/fields.py")
echo "$seen"
[ "$seen" = 'alice:HASH True, alice:HASH:Alice Example ValueError, nonsense ValueError' ] || exit 1
