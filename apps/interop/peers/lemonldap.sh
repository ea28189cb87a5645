#!/usr/bin/env bash
# LemonLDAP::NG (Debian: lemonldap-ng-fastcgi-server, nginx-light) as a CAS server on 127.0.0.1:PORT, in the foreground;
# as an OpenID provider for the clients that are named by where they take answers; and as a SAML identity provider (with
# liblasso-perl) for those that are named by a file with their metadata.
#   lemonldap.sh STATE_DIR PORT [http|https [CLIENT=CALLBACK_URL|CLIENT=METADATA_FILE …]]
# Everything that it writes is below STATE_DIR, with https also the certificate of its own authority: tls/ca.pem. It
# ends, with all its processes, at SIGTERM. Root is needed to start it; the servers themselves run as www-data. A ticket
# is good for a minute. Accounts (password = name): LemonLDAP's own demo users dwho, rtyler and msmith, and
#   zoe                whose attributes are UTF-8 and who is in several groups
#   xmlchars           whose attributes have characters that mean something in XML
#   semi               who has LemonLDAP's separator inside a value
#   user@example.test  who is in no group
set -euo pipefail
dir=$1 port=$2 scheme=${3:-http} host=127.0.0.1
clients=("${@:4}")
mkdir -p "$dir"/{conf,cache,run,logs,sessions/lock,psessions/lock,nginx}

cat >"$dir/lemonldap-ng.ini" <<CONF
[all]
logLevel = warn
logger = Lemonldap::NG::Common::Logger::Std
userLogger = Lemonldap::NG::Common::Logger::Std
checkTime = 1
[configuration]
type = File
dirName = $dir/conf
localStorage = Cache::FileCache
localStorageOptions = { 'namespace' => 'lemonldap-ng-config', 'default_expires_in' => 600, 'cache_root' => '$dir/cache', 'cache_depth' => 3 }
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
[handler]
status = 0
useRedirectOnError = 1
CONF

(umask 077 && openssl genrsa -out "$dir/oidc.pem" 2048 && openssl rsa -in "$dir/oidc.pem" -pubout -out "$dir/oidc.pub") 2>/dev/null

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$dir/saml.key" -out "$dir/saml.crt" -subj "/CN=$host" 2>/dev/null

# Debian's configuration with the CAS issuer switched on and every path moved below STATE_DIR.
DIR=$dir PORT=$port HOST=$host SCHEME=$scheme perl -MJSON::PP -e '
  local $/; my ($dir, $port, $host, $scheme) = @ENV{qw(DIR PORT HOST SCHEME)};
  sub content { open my $file, "<", shift or die $!; my $text = <$file>; return $text }
  open my $in, "<", "/var/lib/lemonldap-ng/conf/lmConf-1.json" or die $!; my $c = JSON::PP->new->decode(<$in>);
  $c->{portal} = "$scheme://$host:$port/"; $c->{domain} = $host; $c->{securedCookie} = 0; $c->{cookieName} = "lemonldap";
  $c->{locationRules} = { $host => { default => "accept" } };
  $c->{$_} = {} for qw(exportedHeaders applicationList reloadUrls);
  for (["globalStorage", "sessions"], ["persistentStorage", "psessions"]) {
    $c->{"$_->[0]Options"}{Directory} = "$dir/$_->[1]"; $c->{"$_->[0]Options"}{LockDirectory} = "$dir/$_->[1]/lock";
  }
  $c->{localSessionStorage} = ""; $c->{notification} = 0;
  $c->{issuerDBCASActivation} = 1; $c->{issuerDBCASPath} = "^/cas/"; $c->{issuerDBCASRule} = 1;
  $c->{casAttr} = "uid"; $c->{casAccessControlPolicy} = "none"; $c->{casBackChannelSingleLogout} = 1; $c->{casTicketExpiration} = 60;
  $c->{casAttributes} = { cn => "cn", mail => "mail", uid => "uid", groups => "groups" };
  $c->{issuerDBOpenIDConnectActivation} = @ARGV > 0 ? 1 : 0; $c->{issuerDBOpenIDConnectPath} = "^/oauth2/"; $c->{issuerDBOpenIDConnectRule} = 1;
  $c->{oidcServicePrivateKeySig} = content("$dir/oidc.pem"); $c->{oidcServicePublicKeySig} = content("$dir/oidc.pub");
  $c->{oidcServiceKeyIdSig} = "only"; $c->{portalForceAuthnInterval} = -1;
  for (@ARGV) {
    my ($client, $callback) = /^([^=]+)=(.+)$/ or die; my ($origin) = $callback =~ m{^(\w+://[^/]+)};
    if (-f $callback) {
      $c->{issuerDBSAMLActivation} = 1; $c->{issuerDBSAMLPath} = "^/saml/"; $c->{issuerDBSAMLRule} = 1;
      $c->{samlServicePrivateKeySig} = content("$dir/saml.key"); $c->{samlServicePublicKeySig} = content("$dir/saml.crt");
      $c->{samlSPMetaDataXML}{$client}{samlSPMetaDataXML} = content($callback);
      $c->{samlSPMetaDataOptions}{$client}{"samlSPMetaDataOptions$_"} = 1
        for qw(SignSSOMessage SignSLOMessage CheckSSOMessageSignature CheckSLOMessageSignature);
      $c->{samlSPMetaDataOptions}{$client}{samlSPMetaDataOptionsNameIDFormat} = "email";
      $c->{samlSPMetaDataExportedAttributes}{$client} = {
        mail => "1;urn:oid:0.9.2342.19200300.100.1.3;;mail", cn => "0;urn:oid:2.5.4.3;;cn", groups => "0;groups;;groups",
        uid => "1;urn:oid:0.9.2342.19200300.100.1.1;;uid",
      };
      next;
    }
    my %options = (
      ClientID => $client, ClientSecret => "the secret of $client", RedirectUris => $callback, IDTokenSignAlg => "RS256",
      PostLogoutRedirectUris => "$origin/", LogoutUrl => $callback, LogoutType => "front", LogoutSessionRequired => 1,
      BypassConsent => 1,
    );
    $c->{oidcRPMetaDataOptions}{$client} = { map { ("oidcRPMetaDataOptions$_" => $options{$_}) } keys %options };
    $c->{oidcRPMetaDataExportedVars}{$client} = { name => "cn", email => "mail", groups => "groups" };
    $c->{oidcRPMetaDataOptionsExtraClaims}{$client} = { profile => "groups" };
  }
  $c->{lwpSslOpts} = { SSL_ca_file => "$dir/tls/ca.pem" } if $scheme eq "https";
  $c->{demoExportedVars} = { cn => "cn", mail => "mail", uid => "uid" };
  $c->{$_} = 0 for qw(bruteForceProtection captcha_login_enabled portalDisplayResetPassword portalDisplayRegister);
  $c->{registerDB} = "Null"; $c->{cfgNum} = 1; $c->{cfgDate} = time;
  open my $out, ">", "$dir/conf/lmConf-1.json" or die $!; print $out JSON::PP->new->canonical->ascii->encode($c);' -- "${clients[@]}"

cat >"$dir/users.pm" <<'PERL'
package WhoUsers;
use Lemonldap::NG::Portal::UserDB::Demo;
{ no warnings;
  my $accounts = \%Lemonldap::NG::Portal::UserDB::Demo::demoAccounts;
  my $groups = \%Lemonldap::NG::Portal::UserDB::Demo::demoGroups;
  my %cn = (
    zoe => "Zo\xc3\xab \xc5\x81ukasz \xe6\x97\xa5\xe6\x9c\xac", xmlchars => '<b>"A&B"</b>', semi => 'one; two;three',
    'user@example.test' => 'Mail User'
  );
  my %mail = (xmlchars => 'x&y@example.test', 'user@example.test' => 'user@example.test');
  $accounts->{$_} = { uid => $_, cn => $cn{$_}, mail => $mail{$_} // "$_\@example.test" } for keys %cn;
  push @{ $groups->{users} }, qw(zoe xmlchars semi); push @{ $groups->{earthlings} }, 'zoe';
}
1;
PERL

listen="listen $host:$port;"
if [ "$scheme" = https ]; then
  mkdir -p "$dir/tls"
  (
    cd "$dir/tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj '/CN=interop'
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=$host"
    printf 'subjectAltName=IP:%s\nextendedKeyUsage=serverAuth\n' "$host" >extensions
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out server.pem
  ) 2>"$dir/logs/openssl.log"
  listen="listen $host:$port ssl; ssl_certificate $dir/tls/server.pem; ssl_certificate_key $dir/tls/server.key;"
fi

cat >"$dir/nginx.conf" <<CONF
daemon off; pid $dir/run/nginx.pid; error_log $dir/logs/nginx.log; user www-data; worker_processes 1;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path $dir/nginx/body; proxy_temp_path $dir/nginx/proxy; fastcgi_temp_path $dir/nginx/fastcgi;
  uwsgi_temp_path $dir/nginx/uwsgi; scgi_temp_path $dir/nginx/scgi;
  server {
    $listen server_name $host; root /usr/share/lemonldap-ng/portal/htdocs/;
    if (\$uri !~ ^/((static|javascript|favicon).*|.*\.psgi)) { rewrite ^/(.*)\$ /index.psgi/\$1 break; }
    location ~ ^(?<sc>/.*\.psgi)(?:\$|/) {
      include /etc/nginx/fastcgi_params;
      fastcgi_pass unix:$dir/run/llng.sock;
      fastcgi_param HTTP_HOST \$http_host;
      fastcgi_param LLTYPE psgi;
      fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
      fastcgi_split_path_info ^(.*\.psgi)(/.*)\$;
      fastcgi_param PATH_INFO \$fastcgi_path_info;
    }
    location / { try_files \$uri \$uri/ =404; }
    location /static/ { alias /usr/share/lemonldap-ng/portal/htdocs/static/; }
  }
}
CONF
chmod 755 "$dir"
chown -R www-data:www-data "$dir"/{cache,run,sessions,psessions,nginx,conf}

# setsid gives the FastCGI server and the workers that it forks a process group of their own.
LLNG_DEFAULTCONFFILE="$dir/lemonldap-ng.ini" LLNG_DEFAULTLOGGER=Lemonldap::NG::Common::Logger::Std \
  setsid /usr/sbin/llng-fastcgi-server --foreground --proc 4 --pid "$dir/run/llng.pid" --socket "$dir/run/llng.sock" \
  --user www-data --group www-data --customFunctionsFile "$dir/users.pm" >"$dir/logs/llng.log" 2>&1 </dev/null &
llng=$!
nginx=
finish() {
  trap - TERM INT EXIT
  # Not SIGTERM: a worker that is about to wait for its next request misses it, and the manager gives it a minute.
  kill -KILL -- "-$llng" 2>/dev/null || true
  [ -z "$nginx" ] || kill "$nginx" 2>/dev/null || true
  wait
  exit 0
}
trap finish TERM INT EXIT
until [ -S "$dir/run/llng.sock" ]; do kill -0 "$llng"; sleep 0.05; done
/usr/sbin/nginx -p "$dir" -c "$dir/nginx.conf" &
nginx=$!
# A worker that is just starting may lose a request: better to ask again than to wait until nginx gives up.
until curl -s -o /dev/null --max-time 5 --fail --insecure "$scheme://$host:$port/cas/validate"; do kill -0 "$nginx" "$llng"; sleep 0.1; done
echo "READY $scheme://$host:$port/cas"
wait "$nginx" "$llng"
