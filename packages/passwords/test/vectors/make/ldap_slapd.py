"""OpenLDAP: slappasswd makes, a slapd of its own on a socket verifies, by a bind: `/usr/bin/python3 ldap_slapd.py`."""
import atexit, base64, hashlib, os, pathlib, shutil, subprocess, tempfile, time, urllib.parse
import ldap
from vectors import File, NUL, PASSWORDS, Refused

here = pathlib.Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, here)
MODULES = ('pw-sha2', 'pw-pbkdf2', 'argon2')
(here / 'db').mkdir()
(here / 'conf').write_text(f'''
include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
{"".join(f"moduleload {m}{chr(10)}" for m in MODULES)}
pidfile {here}/pid
allow bind_anon_cred
password-hash {{CLEARTEXT}}
database mdb
suffix dc=x
rootdn cn=root,dc=x
rootpw root
directory {here}/db
''')
url = f'ldapi://{urllib.parse.quote(str(here / "socket"), safe="")}'
slapd = subprocess.Popen(['slapd', '-d', '0', '-h', url, '-f', here / 'conf'], stderr=subprocess.DEVNULL)
atexit.register(slapd.wait)
atexit.register(slapd.terminate)
for _ in range(200):
    try:
        root = ldap.initialize(url)
        root.simple_bind_s('cn=root,dc=x', 'root')
        break
    except ldap.SERVER_DOWN:
        time.sleep(.05)
root.add_s('dc=x', [('objectClass', [b'dcObject', b'organization']), ('dc', b'x'), ('o', b'x')])
root.add_s('cn=u,dc=x', [('objectClass', b'person'), ('cn', b'u'), ('sn', b'u'), ('userPassword', b'x')])


def verify(password, stored):
    root.modify_s('cn=u,dc=x', [(ldap.MOD_REPLACE, 'userPassword', stored.encode())])
    if not password:
        raise Refused('slapd never takes an empty password: a bind with one is anonymous')
    user = ldap.initialize(url)
    try:
        user.simple_bind_s('cn=u,dc=x', password)
        return True
    except ldap.INVALID_CREDENTIALS:
        return False
    finally:
        user.unbind_s()


def slappasswd(scheme, password, *more):
    secret = here / 'secret'
    secret.write_bytes(password)
    secret.chmod(0o600)
    # One module at a time: slappasswd forgets the others.
    module = 'pw-pbkdf2' if 'PBKDF2' in scheme else 'argon2 m=16 t=1 p=1' if 'ARGON2' in scheme else 'pw-sha2'
    run = subprocess.run(['slappasswd', '-n', '-o', 'module-path=/usr/lib/ldap', '-o', f'module-load={module}', *(more or ('-h', scheme)), '-T', secret],
                         capture_output=True)
    if run.returncode or not run.stdout:
        raise Refused(f'slappasswd says {run.stderr.decode().strip()[:160]}')
    return run.stdout.decode()


def family(path, scheme, make, more=(), made_by=None, passwords=PASSWORDS | NUL):
    file = File(f'ldap-{path}', f'LDAP {scheme}',
                f'Debian 12, slapd and slapd-contrib 2.5.13+dfsg-5: {made_by or f"slappasswd -h {scheme!r}"}; verified by a bind at slapd', verify)
    file.standard(make, passwords, must=None)
    plain = make(b'correct horse')
    end = plain.index('}') + 1
    for note, stored in {
        'scheme in the other case': plain[:end].swapcase() + plain[end:],
        'a blank behind the scheme': plain[:end] + ' ' + plain[end:],
        'without a scheme': plain[end:],
        'in base64 once more, as LDIF has it': base64.b64encode(plain.encode()).decode(),
        'base64url': plain[:end] + plain[end:].replace('+', '-').replace('/', '_'),
    }.items():
        file.add('correct horse', stored, note)
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


def b64(data):
    return base64.b64encode(data).decode()


for name, scheme, digest in (('sha', '{SHA}', 'sha1'), ('sha256', '{SHA256}', 'sha256'), ('sha384', '{SHA384}', 'sha384'),
                             ('sha512', '{SHA512}', 'sha512'), ('md5', '{MD5}', 'md5')):
    plain = hashlib.new(digest, b'correct horse')
    family(name, scheme, lambda p: slappasswd(scheme, p), [
        ('hex digest', 'correct horse', scheme + plain.hexdigest()),
        ('without its last byte', 'correct horse', scheme + b64(plain.digest()[:-1])),
        ('a byte more', 'correct horse', scheme + b64(plain.digest() + b'x')),
        ('nothing behind the scheme', 'correct horse', scheme),
    ])
for name, scheme, digest in (('ssha', '{SSHA}', 'sha1'), ('ssha256', '{SSHA256}', 'sha256'), ('ssha384', '{SSHA384}', 'sha384'),
                             ('ssha512', '{SSHA512}', 'sha512'), ('smd5', '{SMD5}', 'md5')):
    def salted(salt, password=b'correct horse'):
        return scheme + b64(hashlib.new(digest, password + salt).digest() + salt)
    family(name, scheme, lambda p: slappasswd(scheme, p), [
        *[(f'salt of {n} bytes, put together by hand', 'correct horse', salted(bytes(range(200, 200 + n)))) for n in (1, 4, 16, 20, 55)],
        ('without a salt, put together by hand', 'correct horse', salted(b'')),
        ('salt before the password, put together by hand', 'correct horse', scheme + b64(hashlib.new(digest, b'saltcorrect horse').digest() + b'salt')),
        ('hex', 'correct horse', scheme + hashlib.new(digest, b'correct horsesalt').hexdigest() + b'salt'.hex()),
        ('only half of the digest', 'correct horse', scheme + b64(hashlib.new(digest, b'correct horse').digest()[:8])),
        ('nothing behind the scheme', 'correct horse', scheme),
    ])
for name, scheme in (('pbkdf2', '{PBKDF2}'), ('pbkdf2-sha1', '{PBKDF2-SHA1}'), ('pbkdf2-sha256', '{PBKDF2-SHA256}'), ('pbkdf2-sha512', '{PBKDF2-SHA512}')):
    def ab64(data):
        return b64(data).rstrip('=').replace('+', '.')
    digest = name.split('-')[-1] if '-' in name else 'sha1'
    def of(rounds, salt, password=b'correct horse', text=None):
        size = hashlib.new(digest).digest_size
        return f'{scheme}{text or rounds}${ab64(salt)}${ab64(hashlib.pbkdf2_hmac(digest, password, salt, rounds, size))}'
    hand = 'put together by hand'
    family(name, scheme, lambda p: of(20, b'0123456789abcdef', p), [
        ('made by slappasswd, which takes 10000 rounds', 'correct horse', slappasswd(scheme, b'correct horse')),
        ('one round', 'correct horse', of(1, b'0123456789abcdef')),
        ('salt of 5 bytes', 'correct horse', of(20, b'abcde')),
        ('salt of 40 bytes', 'correct horse', of(20, b'abcde' * 8)),
        ('no rounds', 'correct horse', of(1, b'0123456789abcdef', text='0')),
        ('rounds below zero', 'correct horse', of(1, b'0123456789abcdef', text='-1')),
        ('rounds with a leading zero', 'correct horse', of(20, b'0123456789abcdef', text='020')),
        ('plus for dot', 'pw3', of(20, b'\xfb\xef\xbe' * 5 + b'x', b'pw3').replace('.', '+')),
        ('padding', 'correct horse', of(20, b'0123456789abcdef').replace('$', '==$').replace('==$', '$', 1) + '='),
        ('key of half its length', 'correct horse', of(20, b'0123456789abcdef')[:-20]),
    ], f"of the same form as slappasswd -h '{scheme}' makes, with fewer rounds")
family('argon2', '{ARGON2}', lambda p: slappasswd('{ARGON2}', p), [
    *[(note, password, '{ARGON2}' + hashed) for note, password, hashed in __import__('argon2_cli').some()]],
    "slappasswd -o module-load='argon2 m=16 t=1 p=1' -h '{ARGON2}'")
crypt = lambda p, salt: slappasswd('{CRYPT}', p, '-c', salt)
family('crypt', '{CRYPT}', lambda p: crypt(p, '$6$rounds=1000$saltsalt'), [
    *[(f'{salt}', password, crypt(b'correct horse', salt)) for salt in
      ('ab', '$1$saltsalt', '$5$rounds=1000$salt', '$2b$04$abcdefghijklmnopqrstuu', '$2y$04$abcdefghijklmnopqrstuu', '$y$j75$abcdefgh', '$7$46..../....SaltSalt')
      for password in ('correct horse', 'correct horsf')],
    ('nothing behind the scheme', 'correct horse', '{CRYPT}'),
    ('locked by an exclamation mark', 'correct horse', '{CRYPT}!' + crypt(b'correct horse', 'ab')[7:]),
    ('a star', 'correct horse', '{CRYPT}*'),
    ('a star', '*', '{CRYPT}*'),
    ('x', 'x', '{CRYPT}x'),
], "slappasswd -c SALT")
file = File('ldap-plain', 'LDAP clear text', 'Debian 12, slapd 2.5.13+dfsg-5: written as userPassword; verified by a bind at slapd', verify)
ssha = slappasswd('{SSHA}', b'correct horse')
for note, password, stored in (
    ('plain', 'correct horse', 'correct horse'), ('wrong password', 'correct horsf', 'correct horse'),
    ('upper case', 'CORRECT HORSE', 'correct horse'), ('UTF-8', 'josé', 'josé'), ('{CLEARTEXT}', 'correct horse', '{CLEARTEXT}correct horse'),
    ('{CLEARTEXT}, as it stands', '{CLEARTEXT}correct horse', '{CLEARTEXT}correct horse'), ('{PLAIN}', 'correct horse', '{PLAIN}correct horse'),
    ('a scheme that slapd does not know, as it stands', '{PLAIN}correct horse', '{PLAIN}correct horse'),
    ('a star locks nobody', '*', '*'), ('an exclamation mark before a hash', 'correct horse', '!' + ssha),
    ('an exclamation mark before a hash, as it stands', '!' + ssha, '!' + ssha), ('the hash as a password', ssha, ssha),
    ('a blank after', 'correct horse ', 'correct horse'), ('bytes', b'\xff\xfe', 'x'), ('a brace', '{', '{'), ('one brace', '{SSHA', '{SSHA'),
):
    file.add(password, stored, note)
file.write()
