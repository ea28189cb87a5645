"""Argon2's own command: `/usr/bin/python3 argon2_cli.py`. It cannot verify: what it makes again with the same salt is compared."""
import base64, re, subprocess
from vectors import File, PASSWORDS, Refused


def argon2(password, salt=b'saltsalt', kind='id', t=1, m=16, p=1, length=32, version=13):
    if not password:
        raise Refused('the command makes nothing of an empty password')
    flag = {'id': ['-id'], 'd': ['-d'], 'i': ['-i']}[kind]
    run = subprocess.run(['argon2', salt, *flag, '-t', str(t), '-k', str(m), '-p', str(p), '-l', str(length), '-v', str(version), '-e'],
                         input=password, capture_output=True)
    if run.returncode:
        raise Refused(f'argon2 says {run.stderr.decode().strip()[:80]}')
    return run.stdout.decode().strip()


FORM = re.compile(r'\$argon2(id|i|d)\$(?:v=(\d+)\$)?m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)')


def verify(password, stored):
    match = FORM.fullmatch(stored)
    if not match:
        raise Refused('the command writes no such form')
    kind, version, m, t, p, salt, digest = match.groups()
    decode = lambda text: base64.b64decode(text + '=' * (-len(text) % 4))
    return argon2(password, decode(salt), kind, int(t), int(m), int(p), len(decode(digest)), 13 if version == '19' else 10) == stored


def some():
    """A few for others to verify."""
    for note, options in (('argon2i', {'kind': 'i'}), ('argon2d', {'kind': 'd'}), ('argon2id, two lanes', {'m': 32, 't': 2, 'p': 2}),
                          ('argon2id, 16 bytes', {'length': 16}), ('argon2id, version 16', {'version': 10})):
        hashed = argon2(b'correct horse', **options)
        yield note, 'correct horse', hashed
        yield note + ', wrong password', 'correct horsf', hashed


if __name__ == '__main__':
    for kind in ('id', 'i', 'd'):
        file = File(f'argon2{kind}', f'PHC argon2{kind}', 'Debian 12, argon2 0~20171227-0.3+deb12u1: argon2 SALT -t 1 -k 16 -e', verify)
        file.standard(lambda p: argon2(p, kind=kind), {n: p for n, p in PASSWORDS.items() if len(p) < 128})
        for note, options in (('salt of 32 bytes', {'salt': b'0123456789abcdef' * 2}), ('bytes above 127 in the salt', {'salt': b'\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8'}),
                              ('16 bytes', {'length': 16}), ('4 bytes', {'length': 4}), ('64 bytes', {'length': 64}), ('65 bytes', {'length': 65}), ('two lanes', {'m': 32, 'p': 2}),
                              ('three passes', {'t': 3}), ('memory no multiple of 4 lanes', {'m': 37, 'p': 3}), ('version 16', {'version': 10})):
            hashed = argon2(b'correct horse', kind=kind, **options)
            file.add('correct horse', hashed, note, True)
            file.add('correct horsf', hashed, note + ', wrong password')
        file.write()
