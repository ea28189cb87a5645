#!/usr/bin/env bash
# mod_auth_pubtkt decodes the path of the page that somebody asked for before it writes it into `back`.
#
# Versions:  Debian 12: libapache2-mod-auth-pubtkt 0.13-1+b1 in Apache 2.4
# Behaviour: the login URL gets `back` with the path decoded once, `//` folded, and then all of it encoded once: whoever
#            decodes the parameter, as every login page does, has /wiki/Who??x=1 for a request of /wiki/Who%3F?x=1,
#            and /wiki/100%25 for one of /wiki/100%2525. A `+` in the query is not encoded, and comes out as a blank.
# Guess:     decoding `back` gives the address that was asked for, byte by byte.
# Hurt:      people who open a page with "?", "#" or "%" in its name, or a search for "c+d", while signed out: after the
#            sign-in they are on another page, or on none. Login servers cannot tell what the address was.
# Output:    /wiki/Who%3F?x=1 comes back as /wiki/Who??x=1 …
source "$(dirname "$0")/lib/debian.sh"
debian libapache2-mod-auth-pubtkt=0.13-1+b1 apache2-bin libapr1 libaprutil1 libnghttp2-14 libbrotli1 libjansson4 \
  liblua5.3-0 libldap-2.5-0 libcurl4 libpcre2-8-0 libcrypt1

export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
modules="$here/debian/usr/lib/apache2/modules"
mkdir "$here/www"
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>"$here/openssl.log" | openssl pkey -pubout >"$here/key.pem"
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
LoadModule auth_pubtkt_module $modules/mod_auth_pubtkt.so
DocumentRoot $here/www
<Location />
  AuthType mod_auth_pubtkt
  require valid-user
  TKTAuthPublicKey $here/key.pem
  TKTAuthLoginURL http://login.example/
</Location>
CONF
cat >"$here/ask.py" <<'PYTHON'
import http.client, os, signal, socket, subprocess, sys, time
from urllib.parse import parse_qs, urlsplit

here = sys.argv[1]
with socket.socket() as free:
    free.bind(('127.0.0.1', 0))
    port = free.getsockname()[1]
conf = open(f'{here}/apache.conf').read().replace('PORT', str(port))
open(f'{here}/apache.conf', 'w').write(conf)

seen = {
    '/wiki/Start?a=b%26c': '/wiki/Start?a=b%26c',
    '/wiki/Who%3F?x=1': '/wiki/Who??x=1',
    '/wiki/C%23': '/wiki/C#',
    '/wiki/100%2525': '/wiki/100%25',
    '/wiki//Start': '/wiki/Start',
    '/search?q=c+d': '/search?q=c d',
}
apache = subprocess.Popen([f'{here}/debian/usr/sbin/apache2', '-f', f'{here}/apache.conf', '-DFOREGROUND'],
                          start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

def back_for(target):
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            connection.request('GET', target)
            break
        except OSError:
            if apache.poll() is not None:
                sys.exit(f'Apache did not start: {apache.stderr.read().decode()}')
            time.sleep(0.1)
    location = connection.getresponse().getheader('location', '')
    [back] = parse_qs(urlsplit(location).query)['back']
    return back.removeprefix(f'http://127.0.0.1:{port}')

try:
    result = {target: back_for(target) for target in seen}
    for target, back in result.items():
        print(target, 'comes back as', back)
    sys.exit(0 if result == seen else 1)
finally:
    os.killpg(apache.pid, signal.SIGTERM)
    apache.wait()
PYTHON
python "$here/ask.py" "$here"
