#!/usr/bin/env bash
# mod_auth_tkt clears a timed-out cookie with a date that is none, and puts a Domain on cookies that nobody asked for.
#
# Versions:  Debian 12: libapache2-mod-auth-tkt 2.3.99~b1-1 in Apache 2.4
# Behaviour: past TKTAuthTimeout the cookie is cleared by `expires=Thu 01 Jan 1970 …` — without the comma, and with a
#            time of day that is not midnight — and with `domain=` the host of the request, although no TKTAuthDomain is
#            configured. Nothing else clears it: there is no Max-Age.
# Guess:     `Expires` as RFC 6265 writes it, or Max-Age; a host-only cookie where no domain is configured.
# Hurt:      clients with a strict reader of dates keep the dead ticket and send it for ever, in front of the good one
#            of another application. Applications that share the ticket and clear a host-only cookie do not reach the
#            one with the domain: people stay signed in after they have signed out.
# Output:    auth_tkt=; path=/; domain=127.0.0.1; expires=Thu 01 Jan 1970 …
source "$(dirname "$0")/lib/debian.sh"
debian libapache2-mod-auth-tkt=2.3.99~b1-1 apache2-bin libapr1 libaprutil1 libnghttp2-14 libbrotli1 libjansson4 \
  liblua5.3-0 libldap-2.5-0 libcurl4 libpcre2-8-0 libcrypt1

export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
modules="$here/debian/usr/lib/apache2/modules"
mkdir "$here/www" && echo page >"$here/www/index.html"
cat >"$here/apache.conf" <<CONF
ServerRoot $here
PidFile $here/pid
ErrorLog $here/error.log
ServerName localhost
Listen 127.0.0.1:PORT
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule authz_user_module $modules/mod_authz_user.so
LoadModule authn_core_module $modules/mod_authn_core.so
LoadModule dir_module $modules/mod_dir.so
LoadModule auth_tkt_module $modules/mod_auth_tkt.so
DocumentRoot $here/www
DirectoryIndex index.html
TKTAuthSecret "a secret for this test"
TKTAuthDigestType MD5
<Location />
  AuthType None
  require valid-user
  TKTAuthLoginURL http://login.example/
  TKTAuthTimeoutURL http://timeout.example/
  TKTAuthTimeout 1h
  TKTAuthIgnoreIP on
</Location>
CONF
cat >"$here/ask.py" <<'PYTHON'
import hashlib, http.client, os, re, signal, socket, subprocess, sys, time

here = sys.argv[1]
with socket.socket() as free:
    free.bind(('127.0.0.1', 0))
    port = free.getsockname()[1]
conf = open(f'{here}/apache.conf').read().replace('PORT', str(port))
open(f'{here}/apache.conf', 'w').write(conf)

secret, stamp = b'a secret for this test', int(time.time()) - 7200
first = hashlib.md5(bytes(4) + stamp.to_bytes(4, 'big') + secret + b'bob\0\0').hexdigest().encode()
ticket = f'{hashlib.md5(first + secret).hexdigest()}{stamp:08x}bob!'

apache = subprocess.Popen([f'{here}/debian/usr/sbin/apache2', '-f', f'{here}/apache.conf', '-DFOREGROUND'],
                          start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
try:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            connection.request('GET', '/', headers={'Cookie': f'auth_tkt={ticket}'})
            break
        except OSError:
            if apache.poll() is not None:
                sys.exit(f'Apache did not start: {apache.stderr.read().decode()}')
            time.sleep(0.1)
    response = connection.getresponse()
    cookies = [value for name, value in response.getheaders() if name.lower() == 'set-cookie']
    print(response.status, response.getheader('location', ''))
    print(*cookies, sep='\n')
    sys.exit(0 if any(re.search(r'domain=127\.0\.0\.1.*expires=Thu 01 Jan 1970', c, re.I) and 'max-age' not in c.lower()
                      for c in cookies) else 1)
finally:
    os.killpg(apache.pid, signal.SIGTERM)
    apache.wait()
PYTHON
python "$here/ask.py" "$here"
