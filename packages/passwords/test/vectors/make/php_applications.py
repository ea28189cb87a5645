"""WordPress and MediaWiki: `/usr/bin/python3 php_applications.py`."""
import base64, hashlib
from drivers import Driver, unpacked
from vectors import File, NUL, PASSWORDS, Refused

PROGRAMS = {'wordpress': 'wordpress 6.1.9+dfsg1-0+deb12u1', 'mediawiki': 'mediawiki 1:1.39.17-1+deb12u2'}
drivers = {name: Driver('php', 'php_applications.php', name, str(unpacked(name))) for name in PROGRAMS}


def family(path, form, program, made_by, options, more=()):
    driver = drivers[program]
    file = File(path, form, f'Debian 12, {PROGRAMS[program]}: {made_by}', lambda p, stored: driver.ask('verify', p, stored=stored))
    make = lambda p, **more: driver.ask('hash', p, **{**options, **more})
    file.standard(make, PASSWORDS | NUL, must=None)
    for note, password, stored in more(make, make(b'correct horse')) if more else ():
        file.add(password, stored, note)
    file.write()


family('wordpress-phpass', 'WordPress $P$', 'wordpress', 'wp_hash_password() with a PasswordHash of 2^5 rounds and more, wp_check_password()', {'log2': 5}, lambda make, one: [
    ('2^13 rounds, WordPress\'s own', 'correct horse', make(b'correct horse', log2=8)),
    ('2^13 rounds, WordPress\'s own, wrong password', 'correct horsf', make(b'correct horse', log2=8)),
    ('$H$, as phpBB has it', 'correct horse', one.replace('$P$', '$H$')),
    ('$S$', 'correct horse', one.replace('$P$', '$S$')),
    ('2^6 rounds', 'correct horse', one[:3] + '4' + one[4:]),
    ('a trailing blank, which was taken off when it was hashed', 'trailing', make(b'trailing ')),
    ('blanks around', '  around ', make(b'  around ')),
    ('blanks around, which were taken off when it was hashed', 'around', make(b'  around ')),
    ('NUL at the end, which was taken off when it was hashed', 'end', make(b'end\0')),
    ('MD5, as WordPress once wrote', 'correct horse', hashlib.md5(b'correct horse').hexdigest()),
    ('MD5, wrong password', 'correct horsf', hashlib.md5(b'correct horse').hexdigest()),
    ('upper-case MD5', 'correct horse', hashlib.md5(b'correct horse').hexdigest().upper()),
    ('bcrypt', 'correct horse', '$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e'),
    ('bcrypt, wrong password', 'correct horsf', '$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e'),
    ('4097 bytes', 'x' * 4097, one),
])
made_by = 'PasswordFactory, Password::crypt(), Password::verify()'
family('mediawiki-pbkdf2', 'MediaWiki :pbkdf2:', 'mediawiki', made_by, {'type': 'pbkdf2'}, lambda make, one: [
    *[(f'{o}', password, make(b'correct horse', **o)) for o in ({'algo': 'sha256', 'length': '32'}, {'algo': 'sha1', 'length': '20'}, {'algo': 'sha512', 'length': '128'}, {'algo': 'whirlpool'}, {'cost': '1000'})
      for password in ('correct horse', 'correct horsf')],
    ('rounds with a leading zero', 'correct horse', one.replace(':10:', ':010:')),
    ('no rounds', 'correct horse', one.replace(':10:', ':0:')),
    ('length below the key\'s', 'correct horse', one.replace(':64:', ':32:')),
    ('without the colon before', 'correct horse', one[1:]),
    ('upper-case type', 'correct horse', one.replace('pbkdf2', 'PBKDF2')),
    ('short salt, put together by hand', 'correct horse', ':pbkdf2:sha256:10:32:' + base64.b64encode(b'ab').decode() + ':' + base64.b64encode(hashlib.pbkdf2_hmac('sha256', b'correct horse', b'ab', 10, 32)).decode()),
    ('key of 128 bytes under sha256, put together by hand', 'correct horse', ':pbkdf2:sha256:10:128:' + base64.b64encode(b'saltsalt').decode() + ':' + base64.b64encode(hashlib.pbkdf2_hmac('sha256', b'correct horse', b'saltsalt', 10, 128)).decode()),
])
family('mediawiki-a', 'MediaWiki :A:', 'mediawiki', made_by, {'type': 'A'}, lambda make, one: [('salted, as users of 2005', 'correct horse', one + ':x')])
family('mediawiki-b', 'MediaWiki :B:', 'mediawiki', made_by, {'type': 'B'}, lambda make, one: [
    ('short salt, put together by hand', 'correct horse', ':B:1:' + hashlib.md5(b'1-' + hashlib.md5(b'correct horse').hexdigest().encode()).hexdigest()),
    ('upper-case hex', 'correct horse', ':B:1:' + hashlib.md5(b'1-' + hashlib.md5(b'correct horse').hexdigest().encode()).hexdigest().upper()),
    ('empty salt, put together by hand', 'correct horse', ':B::' + hashlib.md5(b'-' + hashlib.md5(b'correct horse').hexdigest().encode()).hexdigest()),
])
for kind in 'AB':
    family(f'mediawiki-pbkdf2-legacy{kind.lower()}', f'MediaWiki :pbkdf2-legacy{kind}:', 'mediawiki', made_by, {'type': f'pbkdf2-legacy{kind}'})
family('mediawiki-bcrypt', 'MediaWiki :bcrypt:', 'mediawiki', made_by, {'type': 'bcrypt'})
family('mediawiki-argon2', 'MediaWiki :argon2:', 'mediawiki', made_by, {'type': 'argon2'})
