#!/usr/bin/env bash
# WordPress takes white space off both ends of a password when it hashes it, and not when it checks it.
#
# Versions:  Debian 12: wordpress 6.1.9+dfsg1-0+deb12u1 on PHP 8.2
# Behaviour: wp_check_password(p, wp_hash_password(p)) is false for a `p` with a blank, a tab, a line end or a NUL at an
#            end. Its login form does not show that: wp_authenticate() has taken them off before. A no-break space stays.
# Guess:     a password is right for its own hash.
# Hurt:      whoever checks such hashes outside of that form: applications and plugins with wp_check_password(), Node and
#            Python services on the same database, LDAP servers that were fed from it. People whose password manager
#            or clipboard added a blank sign in at WordPress and nowhere else, and no library is at fault.
# Output:    "horse":true "horse ":false " horse":false "horse\t":false "horse\u00a0":true
source "$(dirname "$0")/lib/debian.sh"
debian wordpress=6.1.9+dfsg1-0+deb12u1 php8.2-cli php8.2-common libargon2-1 libedit2 libpcre2-8-0 libsodium23 libxml2 \
  libbsd0 libmd0 libicu72
export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"

cat >"$here/check.php" <<'PHP'
<?php
// What pluggable.php needs of the rest of WordPress.
function apply_filters($name, $value) { return $value; }
define('ABSPATH', "$argv[1]/");
define('WPINC', 'wp-includes');
require ABSPATH . 'wp-includes/pluggable.php';

foreach (['horse', 'horse ', ' horse', "horse\t", "horse\u{a0}"] as $password) {
  $is = wp_check_password($password, wp_hash_password($password));
  $seen[] = json_encode($password) . ':' . json_encode($is);
}
echo implode(' ', $seen), "\n";
PHP

seen=$("$here/debian/usr/bin/php8.2" -n "$here/check.php" "$here/debian/usr/share/wordpress")
echo "$seen"
[ "$seen" = '"horse":true "horse ":false " horse":false "horse\t":false "horse\u00a0":true' ] || exit 1
