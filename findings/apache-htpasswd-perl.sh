#!/usr/bin/env bash
# Apache::Htpasswd deletes users whose names only resemble the one that was named, and forgets the end of a file's last line.
#
# Versions:  Debian 12: libapache-htpasswd-perl 1.9-3, libcrypt-passwdmd5-perl 1.42-2
# Behaviour: `htDelete('j.doe')` takes the name for a pattern: `jadoe` and `j-doe` go with it; `bob+mail` is not found and
#            stays. Of a last line without a line end the last character of the hash is cut off, so its user's password
#            is wrong.
# Guess:     a name is compared to the letter, as `htCheckPassword` and Apache do; the last line counts as Apache counts
#            it.
# Hurt:      accounts that vanish when a colleague leaves, and accounts that stay; who comes last in a file that a program
#            or an editor wrote without a line end gets in at Apache, and not where Perl asks.
# Output:    after j.doe was deleted: alice bob+mail last
#            bob+mail: still there
#            last: refused; with a line end: let in
source "$(dirname "$0")/lib/debian.sh"
debian libapache-htpasswd-perl=1.9-3 libcrypt-passwdmd5-perl=1.42-2

cd "$here"
# The password of all is `secret`; by `openssl passwd -apr1`.
hash='$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0'
printf '%s\n' "alice:$hash" "j.doe:$hash" "jadoe:$hash" "j-doe:$hash" "bob+mail:$hash" "last:$hash" >users
printf '%s' "last:$hash" >unended
printf '%s\n' "last:$hash" >ended

seen=$(PERL5LIB=debian/usr/share/perl5 perl -MApache::Htpasswd -e '
  local $SIG{__WARN__} = sub {};
  my $users = Apache::Htpasswd->new("users");
  $users->htDelete("j.doe");
  print "after j.doe was deleted: @{[$users->fetchUsers]}\n";
  print "bob+mail: ", $users->htDelete("bob+mail") ? "gone" : "still there", "\n";
  my $ask = sub { Apache::Htpasswd->new(shift)->htCheckPassword("last", "secret") ? "let in" : "refused" };
  print "last: ", $ask->("unended"), "; with a line end: ", $ask->("ended"), "\n";
')
echo "$seen"
[ "$seen" = 'after j.doe was deleted: alice bob+mail last
bob+mail: still there
last: refused; with a line end: let in' ] || exit 1
