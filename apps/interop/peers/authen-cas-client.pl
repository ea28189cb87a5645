#!/usr/bin/perl
# A CGI program that signs in by Authen::CAS::Client (Debian: libauthen-cas-client-perl), and keeps no session. Its
# environment says where CAS is, and where itself.
use strict;
use warnings;
use Authen::CAS::Client;
use JSON::PP;

my $cas = Authen::CAS::Client->new($ENV{CAS_URL});
my ($ticket) = $ENV{QUERY_STRING} =~ /(?:^|&)ticket=([\w.-]+)/;
unless (defined $ticket) {
  printf "Status: 302\nLocation: %s\n\n", $cas->login_url($ENV{OWN_URL});
  exit;
}
my $answer = $cas->service_validate($ENV{OWN_URL}, $ticket);
unless ($answer->is_success) {
  printf "Status: 403\nContent-Type: text/plain\n\n%s", $answer->is_error ? $answer->error : $answer->code;
  exit;
}
my %attributes;
push @{ $attributes{ lc $_->localname } }, $_->textContent for $answer->doc->findnodes('//cas:attributes/*');
print "Content-Type: application/json\n\n";
print JSON::PP->new->ascii->encode({ user => $answer->user, attributes => \%attributes });
