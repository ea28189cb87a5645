"""Apache's htpasswd makes and verifies (`htpasswd -v`): `/usr/bin/python3 htpasswd.py`. And openssl passwd and mkpasswd make."""
import atexit, hashlib, pathlib, shutil, subprocess, tempfile
from crypt3 import verify as crypt_verify
from vectors import File, PASSWORDS, Refused, long

here = pathlib.Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, here)
FIT = {n: p for n, p in PASSWORDS.items() if len(p) < 256} | {'254 bytes': long(254)}


def made(*flags):
    def make(password):
        run = subprocess.run(['htpasswd', '-n', '-i', *flags, 'u'], input=password + b'\n', capture_output=True)
        if run.returncode:
            raise Refused(f'htpasswd says {run.stderr.decode().strip()[:100]}')
        try:
            return run.stdout.decode().split('\n')[0].split(':', 1)[1]
        except UnicodeDecodeError:
            raise Refused('stored bytes that are no UTF-8')
    return make


def verify(password, stored):
    if '\n' in stored:
        raise Refused('a line end ends the line')
    (here / 'file').write_bytes(b'u:' + stored.encode() + b'\n')
    run = subprocess.run(['htpasswd', '-v', '-i', here / 'file', 'u'], input=password + b'\n', capture_output=True)
    if run.returncode not in (0, 3):
        raise Refused(f'htpasswd exits {run.returncode}: {run.stderr.decode().strip()[:100]}')
    return run.returncode == 0


def openssl(password, *flags):
    (here / 'in').write_bytes(password + b'\n')
    run = subprocess.run(['openssl', 'passwd', *flags, '-in', here / 'in'], capture_output=True)
    lines = run.stdout.decode().splitlines()
    if run.returncode or not lines:
        raise Refused(f'openssl says {run.stderr.decode().strip()[:100]}')
    return lines[0]


def family(name, form, flags, more=()):
    file = File(f'htpasswd-{name}', form, f'Debian 12, apache2-utils 2.4.71-1~deb12u1: htpasswd {" ".join(flags)}, htpasswd -v', verify)
    make = made(*flags)
    file.standard(make, FIT, must=None)
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


apr1 = lambda salt, p=b'correct horse': openssl(p, '-apr1', '-salt', salt)
one = made('-m')(b'correct horse')
family('apr1', 'Apache $apr1$', ['-m'], [
    *[(f'salt {salt}, by openssl', password, apr1(salt)) for salt in ('ab', 'x', './AZaz09') for password in ('correct horse', 'correct horsf')],
    ('$1$', 'correct horse', one.replace('$apr1$', '$1$')),
    ('$APR1$', 'correct horse', one.replace('$apr1$', '$APR1$')),
    ('salt of 9 characters', 'correct horse', apr1('abcdefgh').replace('abcdefgh', 'abcdefghi')),
    ('another salt', 'correct horse', apr1('abcdefgh').replace('abcdefgh', 'abcdefgH')),
    ('without a salt', 'correct horse', '$apr1$$' + one.rsplit('$', 1)[1]),
    ('without a digest', 'correct horse', one.rsplit('$', 1)[0]),
    ('a field behind', 'correct horse', one + ':x'),
])
family('bcrypt', 'Apache bcrypt', ['-B', '-C', '4'], [
    ('cost 5', 'correct horse', made('-B', '-C', '5')(b'correct horse')),
    ('cost 6', 'correct horse', made('-B', '-C', '6')(b'correct horse')),
])
sha = made('-s')(b'correct horse')
family('sha', 'Apache {SHA}', ['-s'], [
    ('{sha}', 'correct horse', sha.replace('SHA', 'sha')),
    ('a blank behind {SHA}', 'correct horse', sha.replace('}', '} ')),
    ('hex', 'correct horse', '{SHA}' + hashlib.sha1(b'correct horse').hexdigest()),
    ('base64url', 'correct horse', sha.replace('/', '_').replace('+', '-')),
    ('nothing behind the scheme', 'correct horse', '{SHA}'),
    ('{SSHA}', 'correct horse', '{SSHA}WIks0tEFazWTLv8q5YhwaESG8NBDaX89'),
])
family('crypt', 'Apache DES', ['-d'])
family('sha256', 'Apache $5$', ['-2', '-r', '1000'], [('default rounds', 'correct horse', made('-2')(b'correct horse'))])
family('sha512', 'Apache $6$', ['-5', '-r', '1000'], [('default rounds', 'correct horse', made('-5')(b'correct horse'))])
family('plain', 'Apache clear text', ['-p'], [('longer, which no crypt is', 'correct horse battery', 'correct horse battery')])

# What other commands write into such a file, and what it is to crypt(3).
file = File('openssl-passwd', 'openssl passwd', 'Debian 12, openssl 3.0.19-1~deb12u2: openssl passwd; verified by htpasswd -v', verify)
for flags in (['-1', '-salt', 'saltsalt'], ['-1'], ['-apr1', '-salt', 'ab'], ['-apr1'], ['-5', '-salt', 'rounds=1000$salt'], ['-5', '-salt', 'a'], ['-6', '-salt', 'rounds=1000$0123456789abcdef'],
              ['-6'], ['-1', '-salt', 'abcdefghijk'], ['-6', '-salt', 'rounds=10$salt'], ['-aixmd5', '-salt', 'saltsalt']):
    for name in ('plain', 'UTF-8', '80 bytes', '254 bytes', 'not UTF-8') if flags[-1] in ('saltsalt', 'ab', 'rounds=1000$salt', 'rounds=1000$0123456789abcdef') else ('plain',):
        stored = openssl(FIT[name], *flags)
        file.add(FIT[name], stored, f'{" ".join(flags)} {name}')
    file.add(b'correct horsf', openssl(b'correct horse', *flags), f'{" ".join(flags)} wrong password')
file.write()


def mkpasswd(password, *flags):
    run = subprocess.run(['mkpasswd', '-s', *flags], input=password + b'\n', capture_output=True)
    if run.returncode:
        raise Refused(f'mkpasswd says {run.stderr.decode().strip()[:100]}')
    return run.stdout.decode().strip()


file = File('mkpasswd', 'mkpasswd', 'Debian 12, whois 5.5.17: mkpasswd -m METHOD; verified by crypt(3) of libcrypt1 1:4.4.33-2', crypt_verify)
for method, rounds in (('yescrypt', 1), ('gost-yescrypt', 1), ('scrypt', 6), ('bcrypt', 4), ('bcrypt-a', 4), ('sha512crypt', 1000), ('sha256crypt', 1000),
                       ('md5crypt', 0), ('bsdicrypt', 1), ('descrypt', 0), ('nt', 0)):
    flags = ['-m', method, *(['-R', str(rounds)] if rounds else [])]
    # scrypt is dear at the least that mkpasswd takes; SunMD5, which is left out, still more.
    for name in ('plain',) if method == 'scrypt' else ('plain', 'UTF-8', '80 bytes'):
        file.add(PASSWORDS[name], mkpasswd(PASSWORDS[name], *flags), f'{" ".join(flags)} {name}')
    if method != 'scrypt':
        file.add(b'correct horsf', mkpasswd(b'correct horse', *flags), f'{" ".join(flags)} wrong password')
file.write()
