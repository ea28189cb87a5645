#!/usr/bin/env bash
# Dovecot and OpenLDAP give the same name to different forms of stored passwords: {MD5} and {PBKDF2}.
#
# Versions:  Debian 12: dovecot-core 1:2.3.19.1+dfsg1-2.1+deb12u*, slapd and slapd-contrib 2.5.13+dfsg-5
# Behaviour: Dovecot's {MD5} is a salted crypt(3) hash ($1$…), and the bare digest that OpenLDAP calls {MD5} is {LDAP-MD5}
#            there. Its {PBKDF2} has a version in front, SHA-1 and hexadecimal ($1$salt$5000$…), OpenLDAP's the rounds and
#            an own base64 (10000$salt$…). {SHA}, {SSHA} and {SMD5} are the same in both.
# Guess:     names in braces are RFC 2307's, which is where both have them from, and mean one form.
# Hurt:      who moves accounts between mail server and directory, or reads both: the label is known, no password matches,
#            and nothing says why.
# Output:    MD5: Dovecot {MD5}$1$…, OpenLDAP {MD5}…== · PBKDF2: Dovecot {PBKDF2}$1$…, OpenLDAP {PBKDF2}10000$…
source "$(dirname "$0")/lib/debian.sh"
debian dovecot-core slapd=2.5.13+dfsg-5 slapd-contrib=2.5.13+dfsg-5 libldap-2.5-0 libltdl7 libsasl2-2 libwrap0 \
  libsodium23 libargon2-1 libstemmer0d libexttextcat-2.0-0 liblz4-1 libzstd1 liblua5.3-0
ls "$here"/packages/dovecot-core_1%3a2.3.19.1+dfsg1-2.1+deb12u*.deb >/dev/null 2>&1 ||
  { echo 'Another version of Dovecot.' >&2; exit 2; }
libraries="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
dovecot() {
  LD_LIBRARY_PATH="$here/debian/usr/lib/dovecot:$here/debian/usr/lib/dovecot/modules:$libraries" \
    "$here/debian/usr/bin/doveadm" -O pw -s "$1" -p 'correct horse'
}
openldap() {
  LD_LIBRARY_PATH="$libraries" "$here/debian/usr/sbin/slapd" -Tpasswd \
    -o "module-path=$here/debian/usr/lib/ldap" -o module-load=pw-pbkdf2 -h "{$1}" -s 'correct horse'
}

status=0
# NAME PATTERN-OF-DOVECOT PATTERN-OF-OPENLDAP
compare() {
  local one other
  one=$(dovecot "$1") other=$(openldap "$1")
  echo "$1: Dovecot $one, OpenLDAP $other"
  [[ $one =~ $2 && $other =~ $3 ]] || status=1
}
compare MD5 '^\{MD5\}\$1\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{22}$' '^\{MD5\}[+/A-Za-z0-9]{22}==$'
compare PBKDF2 '^\{PBKDF2\}\$1\$[./A-Za-z0-9]+\$5000\$[0-9a-f]{40}$' '^\{PBKDF2\}10000\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+$'
compare SHA '^\{SHA\}[+/A-Za-z0-9]{27}=$' '^\{SHA\}[+/A-Za-z0-9]{27}=$'
exit "$status"
