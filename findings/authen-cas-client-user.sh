#!/usr/bin/env bash
# Perl's Authen::CAS::Client gives one user two names, by the version of the protocol.
#
# Versions:  Debian 12: libauthen-cas-client-perl 0.08-2
# Behaviour: validate() (CAS 1) gives the user as the bytes of the answer, service_validate() (CAS 2) as characters.
# Guess:     the same text by both, decoded: both answers say UTF-8.
# Hurt:      applications that change the version, or have both: `zoë` is `zoÃ«` to one of them, and so are the keys of
#            what they keep about her. Tickets made from the bytes name a user that no other application knows.
# Output:    CAS 1: 4 characters, CAS 2: 3 characters
source "$(dirname "$0")/lib/debian.sh"
debian libauthen-cas-client-perl=0.08-2 libwww-perl liburi-perl libxml-libxml-perl libhttp-message-perl \
  libhttp-date-perl libtimedate-perl libhttp-cookies-perl libhttp-negotiate-perl libnet-http-perl libencode-locale-perl \
  liblwp-mediatypes-perl libio-html-perl libhtml-parser-perl libhtml-tagset-perl libfile-listing-perl libwww-robotrules-perl \
  libclone-perl libtry-tiny-perl libhttp-daemon-perl libxml-namespacesupport-perl libxml-sax-perl libxml-sax-base-perl libxml2

export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu"
abi=$(basename "$(echo "$here"/debian/usr/lib/*/perl5/5.*)")
export PERL5LIB="$here/debian/usr/share/perl5:$here/debian/usr/lib/$(uname -m)-linux-gnu/perl5/$abi"
/usr/bin/perl - <<'PERL'
use strict;
use warnings;
use Authen::CAS::Client;
use HTTP::Daemon;
use HTTP::Response;

$INC{"Authen/CAS/Client.pm"} =~ m{/debian/} or die "another version is in the way";

my $daemon = HTTP::Daemon->new(LocalAddr => '127.0.0.1', LocalPort => 0) or die "no server: $!";
my $url = 'http://127.0.0.1:' . $daemon->sockport . '/cas';
my $server = fork() // die "no process: $!";
if ($server == 0) {
    while (my $client = $daemon->accept) {
        while (my $request = $client->get_request) {
            my $user = "zo\xc3\xab";
            my $text = $request->uri->path =~ /serviceValidate/
              ? qq{<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>$user</cas:user></cas:authenticationSuccess></cas:serviceResponse>}
              : "yes\n$user\n";
            $client->send_response(HTTP::Response->new(200, 'OK', ['Content-Type' => 'text/plain; charset=utf-8'], $text));
        }
    }
    exit 0;
}
my $cas = Authen::CAS::Client->new($url);
my %length = (
    1 => length $cas->validate('http://app.example/', 'ST-1')->user,
    2 => length $cas->service_validate('http://app.example/', 'ST-1')->user,
);
kill 'TERM', $server;
waitpid $server, 0;
print "CAS 1: $length{1} characters, CAS 2: $length{2} characters\n";
exit($length{1} == 4 && $length{2} == 3 ? 0 : 1);
PERL
