#!/usr/bin/perl
# Makes and reads many tickets by Apache::AuthTkt, which comes with mod_auth_tkt (Debian: libapache2-mod-auth-tkt).
# Jobs on standard input, answers on standard output, both as JSON: a job is {"digest", "address", "mint": [{"userid",
# "tokens", "userdata", "base64"}], "validate": [ticket]}; its answer {"tickets": [...], "identities": [...]}, with null
# for what was refused. Tickets are bytes, one character for each (latin1); all other texts are texts.
use strict;
use warnings;
use lib '/usr/share/doc/libapache2-mod-auth-tkt/examples/cgi';
use Apache::AuthTkt;
use Encode;
use JSON::PP;

my $secret = shift;
my $jobs = decode_json(do { local $/; <STDIN> });
my @answers = map {
  my $job = $_;
  my $at = Apache::AuthTkt->new(secret => $secret, digest_type => $job->{digest});
  my @address = (ip_addr => $job->{address});
  my @tickets = map { $at->ticket(
    uid => encode_utf8($_->{userid}), tokens => encode_utf8(join ',', @{ $_->{tokens} }),
    data => encode_utf8($_->{userdata}), base64 => $_->{base64}, @address,
  ) } @{ $job->{mint} };
  my @identities = map {
    # What is no ticket at all, it dies of.
    my $found = eval { local $SIG{__WARN__} = sub { }; $at->validate_ticket($_, @address) };
    $found && {
      userid => decode_utf8($found->{uid}), userdata => decode_utf8($found->{data}),
      tokens => [grep { length } split /,/, decode_utf8($found->{tokens})],
    };
  } @{ $job->{validate} };
  { tickets => \@tickets, identities => \@identities };
} @$jobs;
print JSON::PP->new->ascii->encode(\@answers);
