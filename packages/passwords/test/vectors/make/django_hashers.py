"""Django's own hashers: `python3 django.py`."""
import base64, hashlib, warnings
from argon2 import low_level
import django
from django.conf import settings

warnings.simplefilter('ignore')
H = 'django.contrib.auth.hashers.'
settings.configure(PASSWORD_HASHERS=[H + name for name in (
    'PBKDF2PasswordHasher', 'PBKDF2SHA1PasswordHasher', 'Argon2PasswordHasher', 'BCryptSHA256PasswordHasher',
    'BCryptPasswordHasher', 'SHA1PasswordHasher', 'MD5PasswordHasher', 'UnsaltedSHA1PasswordHasher',
    'UnsaltedMD5PasswordHasher', 'CryptPasswordHasher')])
django.setup()
from django.contrib.auth import hashers
from vectors import File, NUL, Refused, UTF8_ONLY

MADE_BY = 'Debian 12, python3-django 3:3.2.25-0+deb12u7'


def verify(password, stored):
    try:
        password = password.decode()
    except UnicodeDecodeError:
        raise SystemExit('Django takes text')
    try:
        return hashers.check_password(password, stored)
    except Exception as problem:
        raise Refused(f'Django raises {type(problem).__name__}: {str(problem)[:80]}')


def family(name, form, hasher, make, more=(), passwords=UTF8_ONLY | NUL):
    file = File(f'django-{name}', form, f'{MADE_BY}: {hasher}.encode(), check_password()', verify)
    file.standard(lambda p: make(p.decode()), passwords)
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


pbkdf2 = hashers.PBKDF2PasswordHasher()
sha1_of = hashers.PBKDF2SHA1PasswordHasher()
one = pbkdf2.encode('correct horse', 'saltsaltsalt', 20)
head, digest = one.rsplit('$', 1)
family('pbkdf2-sha256', 'Django pbkdf2_sha256', 'PBKDF2PasswordHasher', lambda p: pbkdf2.encode(p, 'saltsaltsalt', 20), [
    ('one round', 'correct horse', pbkdf2.encode('correct horse', 'a', 1)),
    ('salt of 22 characters', 'correct horse', pbkdf2.encode('correct horse', 'JMO9TJawIXB5pdifFhmyPL', 1000)),
    ('UTF-8 in the salt', 'correct horse', pbkdf2.encode('correct horse', 'sélé', 10)),
    ('blank in the salt', 'correct horse', pbkdf2.encode('correct horse', 'a b', 10)),
    ('empty salt', 'correct horse', one.replace('saltsaltsalt', '')),
    ('no rounds', 'correct horse', one.replace('$20$', '$0$')),
    ('rounds with a leading zero', 'correct horse', one.replace('$20$', '$020$')),
    ('rounds with a sign', 'correct horse', one.replace('$20$', '$+20$')),
    ('rounds with a blank', 'correct horse', one.replace('$20$', '$ 20$')),
    ('rounds with an underscore', 'correct horse', one.replace('$20$', '$2_0$')),
    ('base64url', 'correct horse', head + '$' + digest.replace('+', '-').replace('/', '_')),
    ('base64url', 'pw4', (lambda s: s.rsplit('$', 1)[0] + '$' + s.rsplit('$', 1)[1].replace('+', '-').replace('/', '_'))(pbkdf2.encode('pw4', 'b', 3))),
    ('hex digest', 'correct horse', head + '$' + base64.b64decode(digest).hex()),
    ('a fifth field', 'correct horse', one + '$x'),
    ('unusable password', '', '!'),
    ('unusable password', '!', '!'),
    ('unusable password with its random tail', 'abc', '!abc'),
])
family('pbkdf2-sha1', 'Django pbkdf2_sha1', 'PBKDF2SHA1PasswordHasher', lambda p: sha1_of.encode(p, 'saltsaltsalt', 20), [
    ('one round', 'correct horse', sha1_of.encode('correct horse', 'a', 1)),
    ('1000 rounds', 'correct horse', sha1_of.encode('correct horse', 'JMO9TJawIXB5pdifFhmyPL', 1000)),
    ('named pbkdf2_sha256', 'correct horse', sha1_of.encode('correct horse', 'a', 1).replace('sha1', 'sha256')),
])


class Cheap(hashers.Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 32, 2


argon2 = Cheap()
made = argon2.encode('correct horse', 'saltsaltsalt')
family('argon2', 'Django argon2', 'Argon2PasswordHasher (time 1, memory 32, lanes 2)', lambda p: argon2.encode(p, 'saltsaltsalt'), [
    ('salt of 22 characters', 'correct horse', argon2.encode('correct horse', 'JMO9TJawIXB5pdifFhmyPL')),
    ('salt of 22 characters', 'correct horsf', argon2.encode('correct horse', 'JMO9TJawIXB5pdifFhmyPL')),
    ('without a name', 'correct horse', made.removeprefix('argon2')),
    ('without a dollar behind the name', 'correct horse', made.replace('argon2$', 'argon2', 1)),
    *[(f'argon2{kind.name.lower()}, version {version}', password,
       'argon2' + low_level.hash_secret(b'correct horse', b'saltsalt', 1, 16, 1, 16, kind, version).decode())
      for kind in low_level.Type for version in (16, 19) for password in ('correct horse', 'correct horsf')],
    ('without v=', 'correct horse', made.replace('$v=19', '')),
    ('parameters in another order', 'correct horse', made.replace('m=32,t=1', 't=1,m=32')),
    ('padding', 'correct horse', made + '='),
])


class CheapSha(hashers.BCryptSHA256PasswordHasher):
    rounds = 4


class CheapBcrypt(hashers.BCryptPasswordHasher):
    rounds = 4


salts = ['$2b$04$abcdefghijklmnopqrstuu', '$2b$05$......................', '$2a$04$./ABCDEFGHIJKLMNOPQRSO']
for name, form, hasher in (('bcrypt-sha256', 'Django bcrypt_sha256', CheapSha()), ('bcrypt', 'Django bcrypt', CheapBcrypt())):
    one = hasher.encode('correct horse', salts[0].encode())
    family(name, form, type(hasher).__mro__[1].__name__, lambda p: hasher.encode(p, salts[0].encode()), [
        *[(f'salt {salt}', password, hasher.encode('correct horse', salt.encode()))
          for salt in salts[1:] for password in ('correct horse', 'correct horsf')],
        ('$2y$', 'correct horse', one.replace('$2b$', '$2y$')),
        ('$2x$', 'correct horse', one.replace('$2b$', '$2x$')),
        ('one dollar', 'correct horse', one.replace('$$', '$')),
        ('without a name', 'correct horse', one.split('$', 1)[1]),
        ('named by the other hasher', 'correct horse', one.replace('bcrypt$', 'bcrypt_sha256$') if name == 'bcrypt' else one.replace('bcrypt_sha256$', 'bcrypt$')),
        ('lower-case hex of SHA-256 as the password of bcrypt', hashlib.sha256(b'correct horse').hexdigest(), one),
    ], UTF8_ONLY | (NUL if name == 'bcrypt-sha256' else {}))

sha1 = hashers.SHA1PasswordHasher()
md5 = hashers.MD5PasswordHasher()
for name, hasher in (('sha1', sha1), ('md5', md5)):
    one = hasher.encode('correct horse', 'saltsalt')
    head, digest = one.rsplit('$', 1)
    family(name, f'Django {name}', f'{name.upper()}PasswordHasher', lambda p: hasher.encode(p, 'saltsalt'), [
        ('salt of one character', 'correct horse', hasher.encode('correct horse', 'a')),
        ('UTF-8 in the salt', 'correct horse', hasher.encode('correct horse', 'sél')),
        ('upper-case digest', 'correct horse', f'{head}${digest.upper()}'),
        ('empty salt', 'correct horse', hasher.encode('correct horse', 'a').replace('$a$', '$$')),
        ('base64 digest', 'correct horse', f'{head}${base64.b64encode(bytes.fromhex(digest)).decode()}'),
    ])
unsalted_sha1, unsalted_md5 = hashers.UnsaltedSHA1PasswordHasher(), hashers.UnsaltedMD5PasswordHasher()
family('unsalted-sha1', 'Django unsalted sha1', 'UnsaltedSHA1PasswordHasher', lambda p: unsalted_sha1.encode(p, ''))
one = unsalted_md5.encode('correct horse', '')
family('unsalted-md5', 'Django unsalted md5', 'UnsaltedMD5PasswordHasher', lambda p: unsalted_md5.encode(p, ''),
       [('with md5$$', 'correct horse', f'md5$${one}'), ('with md5$$, wrong password', 'correct horsf', f'md5$${one}')])
crypt = hashers.CryptPasswordHasher()
family('crypt', 'Django crypt', 'CryptPasswordHasher', lambda p: crypt.encode(p, 'ab'), passwords=UTF8_ONLY, more=
       [('with a salt of its own', 'correct horse', crypt.encode('correct horse', 'zz')),
        ('without a name', 'correct horse', 'abhfCpXqd4GrI'),
        ('salt in its field', 'correct horse', crypt.encode('correct horse', 'ab').replace('$$', '$ab$'))])
