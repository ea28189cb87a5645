#!/usr/bin/env bash
# Apache's htpasswd writes a new user behind the last one's hash, on the same line, where the file has no line end.
#
# Versions:  Debian 12: apache2-utils 2.4.71-1~deb12u1
# Behaviour: a file that ends without a line end (written by a program, a template or an editor) gets `bob:…` glued to
#            alice's line. htpasswd says "Adding password for user bob" and ends with 0. Afterwards it knows neither of
#            them: alice's password is wrong, and bob is not there.
# Guess:     a line end comes first, or the tool says that it cannot.
# Hurt:      whoever keeps such files by both ways: one new user locks two out, and the tool reported success.
# Output:    before: alice 0; adding bob: 0; after: alice 3, bob 6; lines: 1
source "$(dirname "$0")/lib/htpasswd.sh"
debian_htpasswd
users=$here/users
htpasswd -cbs "$users" alice one
printf %s "$(<"$users")" >"$users.without"
mv "$users.without" "$users"
before=$(status htpasswd -vb "$users" alice one)
adding=$(status htpasswd -bs "$users" bob two)
seen="before: alice $before; adding bob: $adding; after: alice $(status htpasswd -vb "$users" alice one), bob $(status htpasswd -vb "$users" bob two); lines: $(wc -l <"$users")"
echo "$seen"
[ "$seen" = 'before: alice 0; adding bob: 0; after: alice 3, bob 6; lines: 1' ] || exit 1
