#!/usr/bin/env bash
# Apache's htpasswd adds users whose names are a comment, or nothing, and does not find them afterwards.
#
# Versions:  Debian 12: apache2-utils 2.4.71-1~deb12u1
# Behaviour: `htpasswd -b users '#carol' …` and the same with an empty name end with 0 and write a line. `htpasswd -v` and
#            Apache take the one for a comment; each run adds one more. It refuses a name with a colon.
# Guess:     the tool refuses names that the format does not have.
# Hurt:      scripts that take names from elsewhere, a list with commented lines or with an empty one: they report users
#            who can never sign in, and an empty one.
# Output:    adding #carol twice: 0 0, lines: 2, checking: 6; adding "": 0; adding a:b: 6
source "$(dirname "$0")/lib/htpasswd.sh"
debian_htpasswd
users=$here/users
touch "$users"
seen="adding #carol twice: $(status htpasswd -bs "$users" '#carol' one) $(status htpasswd -bs "$users" '#carol' one)"
seen+=", lines: $(wc -l <"$users"), checking: $(status htpasswd -vb "$users" '#carol' one)"
seen+="; adding \"\": $(status htpasswd -bs "$users" '' one); adding a:b: $(status htpasswd -bs "$users" a:b one)"
echo "$seen"
[ "$seen" = 'adding #carol twice: 0 0, lines: 2, checking: 6; adding "": 0; adding a:b: 6' ] || exit 1
