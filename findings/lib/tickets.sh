# To be sourced: Debian's Apache with mod_auth_tkt in front of one page, by the secret of repoze.sh.
source "$(dirname "$0")/lib/apache.sh"
source "$(dirname "$0")/lib/repoze.sh"

# The page's answer names the user in X-User.
tickets_apache() {
  apache libapache2-mod-auth-tkt=2.3.99~b1-1 dir headers auth_tkt <<'CONF'
DirectoryIndex index.html
TKTAuthSecret "a secret for this test"
TKTAuthDigestType MD5
<Location />
  AuthType None
  require valid-user
  Header set X-User "expr=%{REMOTE_USER}"
  TKTAuthLoginURL http://login.example/
  TKTAuthIgnoreIP on
  TKTAuthTimeout 2h
</Location>
CONF
  echo page >"$here/www/index.html"
}
