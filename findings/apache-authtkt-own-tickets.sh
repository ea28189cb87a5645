#!/usr/bin/env bash
# Apache::AuthTkt, which comes with mod_auth_tkt, makes tickets with SHA-256 and SHA-512 that it cannot read.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 (examples: Apache::AuthTkt 2.1), perl 5.36
# Behaviour: with `digest_type => 'SHA256'` or 'SHA512', ticket() gives what the module accepts, and validate_ticket() of
#            the same object refuses it: the time is looked for behind 32 digits, which is where MD5's end. With MD5 both
#            work.
# Guess:     what makes a ticket reads it.
# Hurt:      login servers that leave MD5, as they should: what they ask it about their own tickets is answered with nobody.
# Output:    MD5: 1 · SHA256: 0 · SHA512: 0
source "$(dirname "$0")/lib/debian.sh"
debian libapache2-mod-auth-tkt=2.3.99~b1-1
/usr/bin/perl -MMIME::Base64 -MDigest::SHA -e 1 2>/dev/null || { echo 'This needs perl.' >&2; exit 2; }

cat >"$here/own.pl" <<'PERL'
use Apache::AuthTkt;
no warnings;
my @seen = map {
  my $tickets = Apache::AuthTkt->new(secret => 'a secret for this test', digest_type => $_, ignore_ip => 1);
  my $ticket = $tickets->ticket(uid => 'bob', tokens => 'staff', data => 'Bob');
  my $read = $tickets->validate_ticket($ticket);
  $_ . ': ' . (ref $read && $read->{uid} eq 'bob' ? 1 : 0);
} qw(MD5 SHA256 SHA512);
my $seen = join ' · ', @seen;
print "$seen\n";
exit($seen eq 'MD5: 1 · SHA256: 0 · SHA512: 0' ? 0 : 1);
PERL
PERL5LIB="$here/debian/usr/share/doc/libapache2-mod-auth-tkt/examples/cgi" /usr/bin/perl "$here/own.pl"
