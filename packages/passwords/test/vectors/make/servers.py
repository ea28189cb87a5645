"""Apache, nginx and lighttpd over one file of passwords: `/usr/bin/python3 servers.py`, when the other files are there."""
import atexit, base64, http.client, json, pathlib, shutil, socket, subprocess, tempfile, time
from vectors import File, HERE, Refused

here = pathlib.Path(tempfile.mkdtemp())
here.chmod(0o755)
atexit.register(shutil.rmtree, here)
(here / 'www').mkdir()
(here / 'www/index.html').write_text('in\n')
users = here / 'users'
users.write_text('')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def apache(port):
    m = '/usr/lib/apache2/modules'
    (here / 'apache.conf').write_text(f'''ServerRoot {here}
PidFile {here}/apache.pid
ErrorLog {here}/apache.log
ServerName localhost
Listen 127.0.0.1:{port}
DocumentRoot {here}/www
''' + ''.join(f'LoadModule {n}_module {m}/mod_{n}.so\n' for n in ('mpm_event', 'authz_core', 'authz_user', 'authn_core', 'authn_file', 'auth_basic', 'dir')) + f'''DirectoryIndex index.html
<Location />
AuthType Basic
AuthName x
AuthUserFile {users}
Require valid-user
</Location>
''')
    return ['apache2', '-X', '-f', here / 'apache.conf']


def nginx(port):
    (here / 'nginx.conf').write_text(f'''pid {here}/nginx.pid; error_log {here}/nginx.log; daemon off; worker_processes 1; user root;
events {{}}
http {{ access_log off; client_body_temp_path {here}/t1; proxy_temp_path {here}/t2; fastcgi_temp_path {here}/t3; uwsgi_temp_path {here}/t4; scgi_temp_path {here}/t5;
server {{ listen 127.0.0.1:{port}; root {here}/www; auth_basic x; auth_basic_user_file {users}; }} }}
''')
    return ['nginx', '-c', here / 'nginx.conf']


def lighttpd(port):
    (here / 'lighttpd.conf').write_text(f'''server.modules = ("mod_auth", "mod_authn_file")
server.document-root = "{here}/www"
server.errorlog = "{here}/lighttpd.log"
server.bind = "127.0.0.1"
server.port = {port}
index-file.names = ("index.html")
auth.backend = "htpasswd"
auth.backend.htpasswd.userfile = "{users}"
auth.require = ("/" => ("method" => "basic", "realm" => "x", "require" => "valid-user"))
''')
    return ['lighttpd', '-D', '-f', here / 'lighttpd.conf']


def pairs():
    """Of each form, what its own program took, a wrong password, and near-forms."""
    for path in ('htpasswd-apr1', 'htpasswd-bcrypt', 'htpasswd-sha', 'htpasswd-crypt', 'htpasswd-sha512', 'openssl-passwd', 'crypt-bsdi', 'crypt-md5', 'crypt-sha256', 'crypt-bcrypt-2a',
                 'crypt-bcrypt-2b', 'crypt-bcrypt-2x', 'crypt-sha1', 'crypt-sunmd5', 'crypt-nt', 'crypt-scrypt', 'crypt-yescrypt', 'crypt-gost-yescrypt', 'ldap-sha', 'ldap-ssha', 'ldap-md5', 'ldap-smd5',
                 'ldap-crypt', 'ldap-plain', 'dovecot-plain', 'argon2id', 'php-bcrypt'):
        notes = {'UTF-8', 'last character cut off', 'one character more'} if path != 'htpasswd-sha' else set()
        for v in json.loads((HERE / f'{path}.json').read_text())['vectors']:
            note = v.get('note', '')
            wanted = ('plain', 'UTF-8', 'wrong for plain: one byte more', 'rounds=999 is too few', 'rounds with a leading zero', 'ROUNDS', 'UTF-8 in the salt', 'salt of 9 characters is cut',
                      'nothing behind the scheme', 'scheme in the other case', 'padding removed', 'salt of 16 bytes, put together by hand', 'salt of 1 bytes, put together by hand',
                      'without a salt, put together by hand', 'base64url', 'hex', '{CLEARTEXT}', '{PLAIN}', 'a star locks nobody', '', 'last character cut off', 'a blank after', 'one character more')
            if not path.startswith(('htpasswd', 'ldap')) and note not in ('plain', 'wrong for plain: one byte more', *wanted[3:8], ''):
                continue
            if 'password' in v and note in wanted and (note not in notes or note == ''):
                notes.add(note)
                yield v['password'].encode(), v['stored'], f'{path}{": " if note else ""}{note}'


VERSIONS = {apache: 'apache2 2.4.71-1~deb12u1, mod_authn_file', nginx: 'nginx-light 1.22.1-9+deb12u11, auth_basic_user_file', lighttpd: 'lighttpd 1.4.69-1, mod_authn_file'}
for server, version in VERSIONS.items():
    port = free_port()
    process = subprocess.Popen(server(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(process.wait)
    atexit.register(process.terminate)

    def ask(user, password):
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
        connection.request('GET', '/', headers={'Authorization': 'Basic ' + base64.b64encode(user.encode() + b':' + password).decode(), 'Connection': 'close'})
        return connection.getresponse().status

    for _ in range(200):
        try:
            ask('x', b'x')
            break
        except OSError:
            time.sleep(.05)
    count = 0

    def verify(password, stored):
        global count
        if '\n' in stored:
            raise Refused('a line end ends the line')
        # A new user each time: lighttpd remembers the file for a while, by its time in seconds.
        count += 1
        user = f'u{count}'
        with users.open('a') as file:
            file.write(f'{user}:{stored}\n')
        status = ask(user, password)
        if status not in (200, 401):
            raise Refused(f'answered with {status}')
        return status == 200

    file = File(server.__name__, f'{server.__name__} users file', f'Debian 12, {version}: Basic authentication over a file with what other programs made', verify)
    for password, stored, note in pairs():
        file.add(password, stored, note)
    file.write()
