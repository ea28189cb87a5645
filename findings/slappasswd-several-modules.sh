#!/usr/bin/env bash
# slappasswd loads only the last of several modules that it is told to load.
#
# Versions:  Debian 12: slapd and slapd-contrib 2.5.13+dfsg-5
# Behaviour: `-o module-load=A -o module-load=B` loads B and says nothing of A: a hash of A's scheme fails with "scheme not
#            recognized". The manual has `-o option[=value]` without a word on repeating it.
# Guess:     an option that names one module may be given once for each, as `moduleload` in slapd.conf.
# Hurt:      scripts that make hashes of several schemes for a directory (argon2 for new people, PBKDF2 for a partner): one
#            of them fails, which one depends on the order.
# Output:    pbkdf2: made · pbkdf2 argon2: scheme not recognized · argon2 pbkdf2: made
source "$(dirname "$0")/lib/debian.sh"
debian slapd=2.5.13+dfsg-5 slapd-contrib=2.5.13+dfsg-5 libldap-2.5-0 libltdl7 libsasl2-2 libwrap0 libargon2-1
export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"

# What becomes of a hash by PBKDF2 when modules are loaded in this order.
by_pbkdf2() {
  local module options=()
  for module in "$@"; do options+=(-o "module-load=$module"); done
  "$here/debian/usr/sbin/slapd" -Tpasswd -o "module-path=$here/debian/usr/lib/ldap" "${options[@]}" \
    -h '{PBKDF2}' -s 'correct horse' >"$here/made" 2>&1 || true
  grep -q '^{PBKDF2}' "$here/made" && { echo made; return; }
  grep -o 'scheme not recognized' "$here/made"
}

seen="pbkdf2: $(by_pbkdf2 pw-pbkdf2) · pbkdf2 argon2: $(by_pbkdf2 pw-pbkdf2 argon2) · argon2 pbkdf2: $(by_pbkdf2 argon2 pw-pbkdf2)"
echo "$seen"
[ "$seen" = 'pbkdf2: made · pbkdf2 argon2: scheme not recognized · argon2 pbkdf2: made' ] || exit 1
