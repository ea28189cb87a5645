# To be sourced: Debian's slapd with a directory of its own at a port of its own, which goes when the script ends.
source "$(dirname "$0")/lib/debian.sh"
source "$(dirname "$0")/lib/npm.sh"

# slapd_with LINE… starts it with lines more for its configuration, and with the entries of standard input below
# dc=example; sets $url.
slapd_with() {
  local port program=$here/debian/usr/sbin/slapd
  debian slapd=2.5.13+dfsg-5 libldap-2.5-0 libltdl7 libsasl2-2 libwrap0
  export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
  mkdir "$here/data"
  printf '%s\n' "include $here/debian/etc/ldap/schema/core.schema" "modulepath $here/debian/usr/lib/ldap" \
    'moduleload back_mdb' "pidfile $here/pid" 'database mdb' 'suffix dc=example' "directory $here/data" "$@" >"$here/slapd.conf"
  {
    printf 'dn: dc=example\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n\n'
    cat
  } >"$here/people.ldif"
  "$program" -Ta -f "$here/slapd.conf" -l "$here/people.ldif" 2>"$here/add.log"
  port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  url=ldap://127.0.0.1:$port
  "$program" -d 0 -h "$url" -f "$here/slapd.conf" 2>"$here/slapd.log" &
  server=$!
  trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$here"' EXIT
  for _ in {1..100}; do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
}
