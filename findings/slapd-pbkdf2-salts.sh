#!/usr/bin/env bash
# slapd's pw-pbkdf2 takes only hashes whose salt has 16 bytes. To the others it says that the password is wrong.
#
# Versions:  Debian 12: slapd and slapd-contrib 2.5.13+dfsg-5, python3-passlib 1.7.4-3
# Behaviour: passlib's ldap_pbkdf2_sha256, which is made for this module, lets choose the salt. With its default of 16
#            bytes a bind succeeds; with 8, 15, 17 or 32 bytes it fails with "Invalid credentials", and the log has no more.
#            The same hashes are right for passlib.
# Guess:     the salt stands in what is stored, between two dollars, so any length does; or the log says what is wrong.
# Hurt:      those who bring hashes of another program to OpenLDAP: many store 8, 32 or 64 bytes of salt. Nobody of them can
#            sign in, and everything points to the password.
# Output:    8: passlib True, slapd False; 15: … False; 16: passlib True, slapd True; 17: … False; 32: … False
source "$(dirname "$0")/lib/debian.sh"
debian slapd=2.5.13+dfsg-5 slapd-contrib=2.5.13+dfsg-5 python3-passlib=1.7.4-3 ldap-utils libldap-2.5-0 libltdl7 libsasl2-2 \
  libwrap0
export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
slapd="$here/debian/usr/sbin/slapd"
salts='8 15 16 17 32'

mkdir "$here/data"
cat >"$here/slapd.conf" <<CONF
include $here/debian/etc/ldap/schema/core.schema
modulepath $here/debian/usr/lib/ldap
moduleload back_mdb
moduleload pw-pbkdf2
pidfile $here/pid
database mdb
suffix dc=example
rootdn cn=root,dc=example
directory $here/data
CONF

cat >"$here/people.py" <<'PYTHON'
import sys
from passlib.hash import ldap_pbkdf2_sha256
print('dn: dc=example\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n')
for size in sys.argv[1:]:
    stored = ldap_pbkdf2_sha256.using(salt_size=int(size), rounds=1000).hash('correct horse')
    assert ldap_pbkdf2_sha256.verify('correct horse', stored)
    print(f'dn: cn=salt{size},dc=example\nobjectClass: person\ncn: salt{size}\nsn: x\nuserPassword: {stored}\n')
PYTHON
# shellcheck disable=SC2086 # Words.
python "$here/people.py" $salts >"$here/people.ldif"
"$slapd" -Ta -f "$here/slapd.conf" -l "$here/people.ldif" 2>"$here/add.log"

url="ldapi://${here//\//%2F}%2Fsocket"
"$slapd" -d stats -h "$url" -f "$here/slapd.conf" 2>"$here/slapd.log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$here"' EXIT
for _ in {1..100}; do [ -S "$here/socket" ] && break; sleep 0.1; done

seen=''
for size in $salts; do
  bind=False
  "$here/debian/usr/bin/ldapwhoami" -x -H "$url" -D "cn=salt$size,dc=example" -w 'correct horse' >"$here/bind.log" 2>&1 && bind=True
  [ "$bind" = True ] || grep -q 'Invalid credentials (49)' "$here/bind.log"
  seen+="$size: passlib True, slapd $bind; "
done
echo "$seen"
no='passlib True, slapd False;'
[ "$seen" = "8: $no 15: $no 16: passlib True, slapd True; 17: $no 32: $no " ] || exit 1
