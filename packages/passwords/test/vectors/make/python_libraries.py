"""passlib and Werkzeug: `/usr/bin/python3 python_libraries.py`."""
import base64, hashlib, warnings
warnings.simplefilter('ignore')
from passlib import hash as passlib
from werkzeug import security
from vectors import File, NUL, PASSWORDS, Refused, UTF8_ONLY

PASSLIB = 'Debian 12, python3-passlib 1.7.4-3'
WERKZEUG = 'Debian 12, python3-werkzeug 2.2.2-3+deb12u1'
SOME = {n: (PASSWORDS | NUL)[n] for n in ('plain', 'empty', 'UTF-8', 'emoji', '80 bytes', '256 bytes', 'trailing blank', 'colon', 'not UTF-8', 'NUL')}


def verifier(handler):
    def verify(password, stored):
        try:
            return handler.verify(password, stored)
        except Exception as problem:
            raise Refused(f'passlib raises {type(problem).__name__}: {str(problem)[:90]}')
    return verify


def family(name, form, handler, more=(), **options):
    settings = ', '.join(f'{k}={v!r}' for k, v in options.items())
    file = File(f'passlib-{name}', form, f'{PASSLIB}: {handler.name}.using({settings}).hash(), .verify()', verifier(handler))
    def make(password):
        try:
            return handler.using(**options).hash(password)
        except Exception as problem:
            raise Refused(f'{type(problem).__name__}: {str(problem)[:90]}')
    file.standard(make, SOME)
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


def others(handler, *settings):
    for options in settings:
        stored = handler.using(**options).hash('correct horse')
        note = ', '.join(f'{k}={v!r}' for k, v in options.items())
        yield note, 'correct horse', stored
        yield note + ', wrong password', 'correct horsf', stored


for name in ('pbkdf2_sha1', 'pbkdf2_sha256', 'pbkdf2_sha512', 'ldap_pbkdf2_sha1', 'ldap_pbkdf2_sha256', 'ldap_pbkdf2_sha512'):
    handler = getattr(passlib, name)
    of = lambda **o: handler.using(**{'rounds': 10, 'salt': b'0123456789abcdef'} | o).hash('correct horse')
    one = of()
    start = len(handler.ident)
    family(name.replace('_', '-'), f'passlib {name}', handler, [
        *others(handler, {'rounds': 1, 'salt': b'0123456789abcdef'}, {'rounds': 29, 'salt': b'\xff\xfe\xfd'}, {'rounds': 1000, 'salt': b''}, {'rounds': 3, 'salt': b'x' * 64}),
        ('rounds with a leading zero', 'correct horse', one[:start] + '0' + one[start:]),
        ('no rounds', 'correct horse', one.replace('10$', '0$', 1)),
        ('rounds missing', 'correct horse', one.replace('10$', '', 1)),
        ('plus for dot', 'correct horse', of(salt=b'\xfb\xef\xbe' * 5).replace('.', '+')),
        ('dots', 'correct horse', of(salt=b'\xfb\xef\xbe' * 5)),
        ('base64url', 'correct horse', of(salt=b'\xfb\xef\xbe' * 5).replace('.', '-').replace('/', '_')),
        ('key of half its length', 'correct horse', one[:-16]),
        ('spare bits', 'correct horse', one[:-1] + chr(ord(one[-1]) + 1)),
    ], rounds=10)

scrypt = passlib.scrypt
of = lambda **o: scrypt.using(**{'rounds': 4, 'block_size': 8, 'parallelism': 1, 'salt': b'0123456789abcdef'} | o).hash('correct horse')
one = of()
family('scrypt', 'passlib scrypt', scrypt, [
    *others(scrypt, {'rounds': 1, 'block_size': 1}, {'rounds': 5, 'block_size': 8, 'parallelism': 3}, {'rounds': 4, 'salt': b''}, {'rounds': 4, 'salt': b'\xff' * 40}, {'rounds': 11, 'block_size': 8}),
    ('ln=0', 'correct horse', one.replace('ln=4', 'ln=0')),
    ('ln with a leading zero', 'correct horse', one.replace('ln=4', 'ln=04')),
    ('parameters in another order', 'correct horse', one.replace('ln=4,r=8', 'r=8,ln=4')),
    ('p missing', 'correct horse', one.replace(',p=1', '')),
    ('padding', 'correct horse', one.replace('Y$', 'Y==$')),
    ('dots for plus', 'correct horse', of(salt=b'\xfb\xef\xbe' * 5).replace('+', '.')),
    ('plus', 'correct horse', of(salt=b'\xfb\xef\xbe' * 5)),
    ('crypt(3) $7$', 'correct horse', '$7$46..../....SaltSaltSalt$KRsuldRaVdGPs712Uyn7PyjbI1wqsCWQf9MjlVqZHH8'),
    ('crypt(3) $7$, wrong password', 'correct horsf', '$7$46..../....SaltSaltSalt$KRsuldRaVdGPs712Uyn7PyjbI1wqsCWQf9MjlVqZHH8'),
], rounds=4)
argon2 = passlib.argon2
family('argon2', 'passlib argon2', argon2, [
    *others(argon2, *[{'type': t, 'time_cost': 1, 'memory_cost': 8, 'parallelism': 1} for t in 'id'], {'time_cost': 2, 'memory_cost': 64, 'parallelism': 2, 'digest_size': 20},
            {'time_cost': 1, 'memory_cost': 8, 'parallelism': 1, 'salt_size': 8}),
], time_cost=1, memory_cost=8, parallelism=1)
salt = 'abcdefghijklmnopqrstuu'
bcrypt = passlib.bcrypt_sha256
v1, v2 = (bcrypt.using(version=v, rounds=4, salt=salt).hash('correct horse') for v in (1, 2))
family('bcrypt-sha256', 'passlib bcrypt_sha256', bcrypt, [
    *others(bcrypt, {'version': 1, 'rounds': 4, 'salt': salt}, {'version': 1, 'rounds': 4, 'salt': salt, 'ident': '2a'}, {'version': 2, 'rounds': 5, 'salt': '.' * 22}),
    ('version 1, 80 bytes', PASSWORDS['80 bytes'], bcrypt.using(version=1, rounds=4, salt=salt).hash(PASSWORDS['80 bytes'])),
    ('version 1, 80 bytes, last byte differs', PASSWORDS['80 bytes'][:-1] + b'#', bcrypt.using(version=1, rounds=4, salt=salt).hash(PASSWORDS['80 bytes'])),
    ('version 2 with 2a', 'correct horse', v2.replace('t=2b', 't=2a')),
    ('version 3', 'correct horse', v2.replace('v=2', 'v=3')),
    ('version 2 named 1', 'correct horse', v2.replace('v=2,', '')),
    ('cost with a leading zero', 'correct horse', v2.replace('r=4', 'r=04')),
    ('cost without a zero', 'correct horse', v1.replace(',04', ',4')),
    ('spare bits in the salt', 'correct horse', v2.replace('stuu', 'stuv')),
], rounds=4, salt=salt)
family('atlassian', 'Atlassian {PKCS5S2}', passlib.atlassian_pbkdf2_sha1, [
    *others(passlib.atlassian_pbkdf2_sha1, {'salt': b'\0' * 16}, {'salt': b'\xff' * 16}),
    ('hex', 'correct horse', '{PKCS5S2}' + base64.b64decode(passlib.atlassian_pbkdf2_sha1.using(salt=b'\0' * 16).hash('correct horse')[9:]).hex()),
    ('in small letters', 'correct horse', passlib.atlassian_pbkdf2_sha1.using(salt=b'\0' * 16).hash('correct horse').replace('PKCS5S2', 'pkcs5s2')),
    ('salt of 8 bytes', 'correct horse', '{PKCS5S2}' + base64.b64encode(b'saltsalt' + hashlib.pbkdf2_hmac('sha1', b'correct horse', b'saltsalt', 10000, 32)).decode()),
])
family('phpass', 'phpass', passlib.phpass, [
    *others(passlib.phpass, {'rounds': 8, 'ident': 'H'}, {'rounds': 7}),
    ('2^6 rounds', 'correct horse', passlib.phpass.using(rounds=7).hash('correct horse').replace('$P$5', '$P$4')),
    ('2^31 rounds', 'correct horse', passlib.phpass.using(rounds=7).hash('correct horse').replace('$P$5', '$P$T')),
], rounds=7)
for name, options in (('sha512_crypt', {'rounds': 1000}), ('sha256_crypt', {'rounds': 1000}), ('md5_crypt', {}), ('apr_md5_crypt', {}), ('bcrypt', {'rounds': 4}), ('sha1_crypt', {'rounds': 10}),
                      ('sun_md5_crypt', {'rounds': 0}), ('des_crypt', {}), ('bsdi_crypt', {'rounds': 5}), ('bigcrypt', {})):
    if name in ('bigcrypt',):
        continue
    handler = getattr(passlib, name)
    file = File(f'passlib-{name.replace("_", "-")}', f'passlib {name}', f'{PASSLIB}: {name}.using({", ".join(f"{k}={v}" for k, v in options.items())}).hash(), .verify()', verifier(handler))
    def make(password):
        try:
            return handler.using(**options).hash(password)
        except Exception as problem:
            raise Refused(f'{type(problem).__name__}: {str(problem)[:90]}')
    file.standard(make, {n: SOME[n] for n in (('plain', 'UTF-8', '80 bytes') if name == 'sun_md5_crypt' else ('plain', 'empty', 'UTF-8', '80 bytes', 'not UTF-8', 'NUL'))}, wrongs=('plain', '80 bytes'),
                  limit=['upper case', 'a blank after'] if name == 'sun_md5_crypt' else None)
    file.write()


def check(password, stored):
    try:
        return security.check_password_hash(stored, password.decode())
    except Exception as problem:
        raise Refused(f'Werkzeug raises {type(problem).__name__}: {str(problem)[:90]}')


def werkzeug(name, method, more=(), passwords=UTF8_ONLY | NUL):
    file = File(f'werkzeug-{name}', f'Werkzeug {name}', f'{WERKZEUG}: generate_password_hash(…, {method!r}), check_password_hash()', check)
    make = lambda p, m=method, n=16: security.generate_password_hash(p.decode(), m, n)
    file.standard(make, passwords)
    one = make(b'correct horse')
    for note, stored in (('salt of one character', make(b'correct horse', n=1)), ('salt of 40 characters', make(b'correct horse', n=40)), ('a fourth field', one + '$x'),
                         ('without a salt', '$'.join([one.split('$')[0], '', one.split('$')[2]])), ('upper-case hex', one.rsplit('$', 1)[0] + '$' + one.rsplit('$', 1)[1].upper())):
        file.add('correct horse', stored, note)
        file.add('correct horsf', stored, note + ', wrong password')
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


def gen(method, password='correct horse'):
    return security.generate_password_hash(password, method)


def by_hand(head, salt, digest):
    return f'{head}${salt}${digest.hex()}'


werkzeug('pbkdf2', 'pbkdf2:sha256:10', [
    *[(method, password, stored) for method in ('pbkdf2:sha1:10', 'pbkdf2:sha512:10', 'pbkdf2:sha224:5', 'pbkdf2:sha384:5', 'pbkdf2:md5:5', 'pbkdf2:sha3_256:5', 'pbkdf2:sha256:1')
      for stored in (gen(method),) for password in ('correct horse', 'correct horsf')],
    ('UTF-8 in the salt', 'correct horse', by_hand('pbkdf2:sha256:10', 'sél', hashlib.pbkdf2_hmac('sha256', b'correct horse', 'sél'.encode(), 10))),
    ('rounds with a leading zero', 'correct horse', gen('pbkdf2:sha256:10').replace(':10$', ':010$')),
    ('rounds with a blank', 'correct horse', gen('pbkdf2:sha256:10').replace(':10$', ': 10$')),
    ('no rounds', 'correct horse', gen('pbkdf2:sha256:10').replace(':10$', ':0$')),
    ('upper-case method', 'correct horse', gen('pbkdf2:sha256:10').replace('sha256', 'SHA256')),
    ('a method that is none', 'correct horse', gen('pbkdf2:sha256:10').replace('sha256', 'sha257')),
    ('a fourth word in the method', 'correct horse', gen('pbkdf2:sha256:10').replace(':10$', ':10:1$')),
    # 260000 rounds of Werkzeug 2.2, where the method names none: dear, so only the forms that are refused at once.
    ('rounds are no number', 'correct horse', gen('pbkdf2:sha256:10').replace(':10$', ':x$')),
])
werkzeug('salted', 'sha256', [
    *[(method, password, stored) for method in ('sha1', 'md5', 'sha512', 'sha224') for stored in (gen(method),) for password in ('correct horse', 'correct horsf')],
    ('plain', 'correct horse', gen('plain')),
    ('plain, wrong password', 'correct horsf', gen('plain')),
])
