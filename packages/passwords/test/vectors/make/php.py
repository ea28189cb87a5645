"""PHP's password_hash, crypt and password_verify: `/usr/bin/python3 php.py`."""
from drivers import Driver
from vectors import File, NUL, PASSWORDS, Refused

php = Driver('php', 'php_driver.php')
MADE_BY = 'Debian 12, php8.2-cli 8.2.36-1~deb12u1'


def verify(password, stored):
    return php.ask('verify', password, stored=stored)


def family(path, form, made_by, make, more=(), passwords=PASSWORDS | NUL):
    file = File(path, form, f'{MADE_BY}: {made_by}, password_verify()', verify)
    file.standard(make, passwords)
    for note, password, stored in more:
        file.add(password, stored, note)
    file.write()


def crypt(password, salt):
    return php.ask('crypt', password, salt=salt)


bcrypt = lambda p, cost=4: php.ask('hash', p, algorithm='2y', options={'cost': cost})
one = bcrypt(b'correct horse')
nul = bcrypt(b'ab')
family('php-bcrypt', 'PHP password_hash, bcrypt', 'password_hash(…, PASSWORD_BCRYPT, cost 4 to 6)', bcrypt, [
    ('cost 5', 'correct horse', bcrypt(b'correct horse', 5)),
    ('cost 6', 'correct horse', bcrypt(b'correct horse', 6)),
    ('what stands before a NUL has this hash', b'ab\0cd', nul),
    *[(f'${v}$', 'correct horse', one.replace('$2y$', f'${v}$')) for v in ('2', '2a', '2b', '2x', '2c', '2Y')],
    ('cost 3', 'correct horse', one.replace('$04$', '$03$')),
    ('cost 4 without the zero', 'correct horse', one.replace('$04$', '$4$')),
    ('cost 32', 'correct horse', one.replace('$04$', '$32$')),
    ('a bad character in the hash', 'correct horse', one[:40] + '!' + one[41:]),
    ('bytes above 127, $2x$', b'\xd0\xc1\xd2\xcf\xcc\xd8', crypt(b'\xd0\xc1\xd2\xcf\xcc\xd8', '$2x$04$abcdefghijklmnopqrstuu')),
    ('bytes above 127, $2a$', b'\xd0\xc1\xd2\xcf\xcc\xd8', crypt(b'\xd0\xc1\xd2\xcf\xcc\xd8', '$2a$04$abcdefghijklmnopqrstuu')),
    ('bytes above 127, a hash of $2x$ named $2y$', b'\xd0\xc1\xd2\xcf\xcc\xd8',
     crypt(b'\xd0\xc1\xd2\xcf\xcc\xd8', '$2x$04$abcdefghijklmnopqrstuu').replace('$2x$', '$2y$')),
])
for kind in ('argon2i', 'argon2id'):
    argon = lambda p, m=8, t=1, threads=1: php.ask('hash', p, algorithm=kind, options={'memory_cost': m, 'time_cost': t, 'threads': threads})
    one = argon(b'correct horse')
    family(f'php-{kind}', f'PHP password_hash, {kind}', f"password_hash(…, '{kind}', memory 8 to 64, time 1 to 3, threads 1 to 2)", argon, [
        ('more memory, two threads', 'correct horse', argon(b'correct horse', 64, 2, 2)),
        ('more memory, two threads, wrong password', 'correct horsf', argon(b'correct horse', 64, 2, 2)),
        ('three passes', 'correct horse', argon(b'correct horse', 16, 3)),
        ('what stands before a NUL has this hash', b'ab\0cd', argon(b'ab')),
        ('without v=', 'correct horse', one.replace('$v=19', '')),
        ('version 16', 'correct horse', one.replace('$v=19', '$v=16')),
        ('the other kind', 'correct horse', one.replace(f'${kind}$', '$argon2i$' if kind == 'argon2id' else '$argon2id$')),
        ('argon2d', 'correct horse', one.replace(f'${kind}$', '$argon2d$')),
        ('parameters in another order', 'correct horse', one.replace('m=8,t=1', 't=1,m=8')),
        ('less memory than Argon2 takes', 'correct horse', one.replace('m=8', 'm=7')),
        ('no passes', 'correct horse', one.replace('t=1', 't=0')),
        ('memory with a leading zero', 'correct horse', one.replace('m=8', 'm=08')),
    ])
# What PHP has of crypt(3), which is its own and no libxcrypt.
file = File('php-crypt', 'PHP crypt()', f'{MADE_BY}: crypt(), password_verify()', verify)
for salt in ('ab', '_/...abcd', '$1$saltsalt$', '$5$rounds=1000$saltsalt$', '$6$rounds=1000$saltsalt$'):
    for name, password in (PASSWORDS | NUL).items():
        if name in ('plain', 'empty', 'UTF-8', '256 bytes', 'NUL', 'not UTF-8'):
            file.add(password, crypt(password, salt), f'{salt} {name}')
    file.add(b'ab', crypt(NUL['NUL'], salt), f'{salt} up to the NUL')
    file.add('correct horsf', crypt(b'correct horse', salt), f'{salt} wrong password')
for salt in ('!!', 'a:', '$1$ab', '$1$a:b$', '$5$rounds=999$salt$', '$6$rounds=01000$salt$', '$5$rounds=1000$' + 'x' * 20 + '$',
             '$y$j75$abcdefgh', '$sha1$101$abcdefgh', '$3$', '$7$46..../....SaltSaltSalt', '$md5$abcdefgh'):
    try:
        file.add('correct horse', crypt(b'correct horse', salt), salt)
    except Refused as refusal:
        print(salt, refusal)
file.write()
