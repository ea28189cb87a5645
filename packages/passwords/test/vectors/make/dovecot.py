"""Dovecot's `doveadm pw` makes and verifies (`doveadm pw -t`): `/usr/bin/python3 dovecot.py`."""
import base64, hashlib, subprocess
import argon2_cli
from vectors import File, PASSWORDS, Refused

SOME = {n: PASSWORDS[n] for n in ('plain', 'empty', 'UTF-8', '80 bytes', '256 bytes', 'trailing blank', 'not UTF-8')}


def doveadm(scheme, password, *more):
    run = subprocess.run(['doveadm', 'pw', '-s', scheme, *more, '-p', password], capture_output=True)
    if run.returncode:
        raise Refused(f'doveadm says {run.stderr.decode(errors="replace").strip()[:100]}')
    return run.stdout.decode().removesuffix('\n')


def verify(password, stored):
    run = subprocess.run(['doveadm', 'pw', '-t', stored, '-p', password], capture_output=True)
    said = run.stderr.decode(errors='replace').strip()
    if run.returncode == 0 and '(verified)' in run.stdout.decode(errors='replace'):
        return True
    if said.endswith('Password mismatch'):
        return False
    raise Refused(f'doveadm says {said.removeprefix("Fatal: ")[:110]}')


def family(scheme, flags=(), more=(), make=None, passwords=SOME):
    command = f'doveadm pw -s {scheme} {" ".join(flags)}'.strip()
    file = File(f'dovecot-{scheme.lower()}', f'Dovecot {{{scheme}}}', f'Debian 12, dovecot-core 1:2.3.19.1+dfsg1-2.1+deb12u7: {command}, doveadm pw -t', verify)
    make = make or (lambda p: doveadm(scheme, p, *flags))
    file.standard(make, passwords, must=None)
    one = make(b'correct horse')
    end = one.index('}') + 1
    file.add('correct horse', one[:end].swapcase() + one[end:], 'scheme in the other case')
    file.add('correct horse', one[end:], 'without a scheme')
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


b64 = lambda data: base64.b64encode(data).decode()
CRYPTS = {'SHA256-CRYPT': '$5$rounds=1000$saltsalt', 'SHA512-CRYPT': '$6$rounds=1000$saltsalt', 'BLF-CRYPT': '$2y$', 'MD5-CRYPT': '$1$'}
for scheme, digest in (('SHA', 'sha1'), ('SHA1', 'sha1'), ('SHA256', 'sha256'), ('SHA512', 'sha512'), ('LDAP-MD5', 'md5'), ('PLAIN-MD5', 'md5')):
    of = lambda data: hashlib.new(digest, data)
    family(scheme, more=[
        ('hex', 'correct horse', f'{{{scheme}}}{of(b"correct horse").hexdigest()}'),
        ('upper-case hex', 'correct horse', f'{{{scheme}}}{of(b"correct horse").hexdigest().upper()}'),
        ('base64', 'correct horse', f'{{{scheme}}}{b64(of(b"correct horse").digest())}'),
        ('base64 without padding', 'correct horse', f'{{{scheme}}}{b64(of(b"correct horse").digest()).rstrip("=")}'),
        *[(f'.{suffix}', password, f'{{{scheme}.{suffix}}}{text}')
          for suffix, text in (('HEX', of(b'correct horse').hexdigest()), ('hex', of(b'correct horse').hexdigest()),
                               ('b64', b64(of(b'correct horse').digest())), ('BASE64', b64(of(b'correct horse').digest())))
          for password in ('correct horse', 'correct horsf')],
        ('.HEX with base64', 'correct horse', f'{{{scheme}.HEX}}{b64(of(b"correct horse").digest())}'),
        ('nothing behind the scheme', 'correct horse', f'{{{scheme}}}'),
    ])
for scheme, digest in (('SSHA', 'sha1'), ('SSHA256', 'sha256'), ('SSHA512', 'sha512'), ('SMD5', 'md5')):
    salted = lambda salt: hashlib.new(digest, b'correct horse' + salt).digest() + salt
    family(scheme, more=[
        *[(f'salt of {n} bytes, put together by hand', 'correct horse', f'{{{scheme}}}{b64(salted(bytes(range(200, 200 + n))))}') for n in (1, 4, 8, 16, 55)],
        ('without a salt, put together by hand', 'correct horse', f'{{{scheme}}}{b64(salted(b""))}'),
        ('hex', 'correct horse', f'{{{scheme}}}{salted(b"salt").hex()}'),
        *[(f'.{suffix}', password, f'{{{scheme}.{suffix}}}{text}')
          for suffix, text in (('HEX', salted(b'salt').hex()), ('b64', b64(salted(b'salt')))) for password in ('correct horse', 'correct horsf')],
        ('nothing behind the scheme', 'correct horse', f'{{{scheme}}}'),
    ])
family('PLAIN-MD4')
family('CRAM-MD5', more=[('named HMAC-MD5', password, doveadm('CRAM-MD5', b'correct horse').replace('CRAM', 'HMAC')) for password in ('correct horse', 'correct horsf')])
md5_crypt = doveadm('MD5-CRYPT', b'correct horse')[len('{MD5-CRYPT}'):]
family('MD5', more=[
    ('base64 of MD5, as LDAP has it', 'correct horse', '{MD5}' + b64(hashlib.md5(b'correct horse').digest())),
    ('base64 of MD5, wrong password', 'correct horsf', '{MD5}' + b64(hashlib.md5(b'correct horse').digest())),
    ('hex of MD5', 'correct horse', '{MD5}' + hashlib.md5(b'correct horse').hexdigest()),
])
family('MD5-CRYPT', more=[
    ('base64 of MD5', 'correct horse', '{MD5-CRYPT}' + b64(hashlib.md5(b'correct horse').digest())),
    ('another crypt', 'correct horse', '{MD5-CRYPT}$5$rounds=1000$saltsalt$R6e4P8ccT9iMqkYg7Z8YtpId/lfsIfnuPkp8WXposU8'),
])
for scheme, flags in (('SHA256-CRYPT', ['-r', '1000']), ('SHA512-CRYPT', ['-r', '1000']), ('BLF-CRYPT', ['-r', '4']), ('DES-CRYPT', []), ('CRYPT', ['-r', '4'])):
    family(scheme, flags, [
        ('default rounds', 'correct horse', doveadm(scheme, b'correct horse')),
        *[('another crypt', password, f'{{{scheme}}}{stored}') for password in ('correct horse', 'correct horsf') for stored in (
            '$1$saltsalt$NuzA7WTAelpl95xgBGWN60', '$5$rounds=1000$saltsalt$R6e4P8ccT9iMqkYg7Z8YtpId/lfsIfnuPkp8WXposU8', 'abhfCpXqd4GrI',
            '$y$j75$abcdefgh$Jakf0CHhzdQOivqISxvBXCIRIaxY0Fs1wJGsJSurry/', '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e')],
        ('nothing behind the scheme', 'correct horse', f'{{{scheme}}}'),
        ('a star', '*', f'{{{scheme}}}*'),
    ])
pbkdf2 = doveadm('PBKDF2', b'correct horse', '-r', '10')
family('PBKDF2', ['-r', '10'], [
    ('default rounds', 'correct horse', doveadm('PBKDF2', b'correct horse')),
    ('one round', 'correct horse', doveadm('PBKDF2', b'correct horse', '-r', '1')),
    ('short salt, put together by hand', 'correct horse', '{PBKDF2}$1$ab$10$' + hashlib.pbkdf2_hmac('sha1', b'correct horse', b'ab', 10, 20).hex()),
    ('UTF-8 in the salt, put together by hand', 'correct horse', '{PBKDF2}$1$sél$10$' + hashlib.pbkdf2_hmac('sha1', b'correct horse', 'sél'.encode(), 10, 20).hex()),
    ('empty salt, put together by hand', 'correct horse', '{PBKDF2}$1$$10$' + hashlib.pbkdf2_hmac('sha1', b'correct horse', b'', 10, 20).hex()),
    ('upper-case hex', 'correct horse', pbkdf2[:-40] + pbkdf2[-40:].upper()),
    ('another version', 'correct horse', pbkdf2.replace('$1$', '$2$', 1)),
    ('no rounds', 'correct horse', pbkdf2.replace('$10$', '$0$')),
    ('rounds with a leading zero', 'correct horse', pbkdf2.replace('$10$', '$010$')),
])
for scheme, digest in (('SCRAM-SHA-1', 'sha1'), ('SCRAM-SHA-256', 'sha256')):
    def scram(rounds, salt, password=b'correct horse'):
        import hmac
        salted = hashlib.pbkdf2_hmac(digest, password, salt, rounds)
        mac = lambda text: hmac.new(salted, text, digest).digest()
        return f'{{{scheme}}}{rounds},{b64(salt)},{b64(hashlib.new(digest, mac(b"Client Key")).digest())},{b64(mac(b"Server Key"))}'
    made = scram(4096, b'salt')
    wrong_server = made.rsplit(',', 1)[0] + ',' + b64(b'x' * hashlib.new(digest).digest_size)
    family(scheme, more=[
        ('fewer rounds, put together by hand', 'correct horse', scram(10, b'salt')),
        ('4096 rounds, put together by hand', 'correct horse', made),
        ('the server key is another', 'correct horse', wrong_server),
        ('without the server key', 'correct horse', made.rsplit(',', 1)[0]),
    ], passwords={n: SOME[n] for n in ('plain', 'empty', 'UTF-8', '80 bytes')})
for scheme, kind in (('ARGON2I', 'i'), ('ARGON2ID', 'id')):
    file = File(f'dovecot-{scheme.lower()}', f'Dovecot {{{scheme}}}',
                'Debian 12, dovecot-core 1:2.3.19.1+dfsg1-2.1+deb12u7: doveadm pw -t, of what the argon2 command made, which takes less memory than Dovecot', verify)
    file.standard(lambda p: f'{{{scheme}}}' + argon2_cli.argon2(p, kind=kind, t=3), {n: p for n, p in SOME.items() if len(p) < 128}, must=None)
    for note, password, stored in argon2_cli.some():
        file.add(password, f'{{{scheme}}}{stored}', note)
    file.write()
file = File('dovecot-plain', 'Dovecot clear text', 'Debian 12, dovecot-core 1:2.3.19.1+dfsg1-2.1+deb12u7: doveadm pw -t', verify)
for scheme in ('PLAIN', 'CLEAR', 'CLEARTEXT', 'plain'):
    for password in ('correct horse', 'correct horsf', 'Correct horse', 'correct horse '):
        file.add(password, f'{{{scheme}}}correct horse')
file.add('', '{PLAIN}', 'empty')
file.add('josé', '{PLAIN}josé')
file.add('correct horse', '{PLAIN.b64}' + b64(b'correct horse'))
file.add('correct horse', '{PLAIN.HEX}' + b'correct horse'.hex())
file.add('{PLAIN}x', '{PLAIN}{PLAIN}x')
file.add('correct horse', '{NONE}correct horse', 'a scheme that Dovecot does not know')
file.add('correct horse', 'correct horse', 'without a scheme')
file.write()
