#!/usr/bin/env bash
# Apache's `Require group` takes no notice of capitals in the names of groups; names of users count letter by letter.
#
# Versions:  Debian 12: apache2-bin 2.4.71 (mod_authz_groupfile)
# Behaviour: with `Staff: alice` in the AuthGroupFile, `Require group staff` and `Require group STAFF` let alice in. With
#            `staff: Alice` nobody called alice gets in. The documentation says neither.
# Guess:     both parts of a line are compared in the same way.
# Hurt:      files in which two groups differ by capitals only, or a program that reads the same file exactly: it refuses
#            whom Apache lets in.
# Output:    Staff: alice → staff 200, STAFF 200 · staff: Alice → alice 401
source "$(dirname "$0")/lib/apache.sh"
location() {
  printf '%s\n' "<Location /$1>" 'AuthType Basic' 'AuthName x' 'AuthBasicProvider file' "AuthUserFile $here/users" \
    "AuthGroupFile $here/$2" "Require group $3" '</Location>'
}
apache apache2-bin dir auth_basic authn_file authz_groupfile <<CONF
DirectoryIndex index.html
$(location one groups staff)
$(location two groups STAFF)
$(location three others staff)
CONF
printf 'alice:{SHA}%s\n' "$(printf wonderland | openssl dgst -sha1 -binary | base64)" >"$here/users"
echo 'Staff: alice' >"$here/groups"
echo 'staff: Alice' >"$here/others"
for path in one two three; do
  mkdir "$here/www/$path"
  echo page >"$here/www/$path/index.html"
done
cat >"$here/ask.py" <<'PYTHON'
import base64, sys
from apache import serving

headers = {'Authorization': 'Basic ' + base64.b64encode(b'alice:wonderland').decode()}
with serving(sys.argv[1]) as (_, ask):
    seen = [ask(f'/{path}/', headers).status for path in ('one', 'two', 'three')]
print(f'Staff: alice → staff {seen[0]}, STAFF {seen[1]} · staff: Alice → alice {seen[2]}')
sys.exit(0 if seen == [200, 200, 401] else 1)
PYTHON
python "$here/ask.py" "$here"
