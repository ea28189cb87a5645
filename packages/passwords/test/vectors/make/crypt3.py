"""crypt(3) of the C library, by libxcrypt: `python3 crypt3.py`. What it makes it verifies as servers do, by making it again."""
import ctypes, hmac
from vectors import File, PASSWORDS, Refused, WRONGS

lib = ctypes.CDLL('libcrypt.so.1')
lib.crypt.restype = ctypes.c_char_p
lib.crypt_gensalt.restype = ctypes.c_char_p
lib.crypt_gensalt.argtypes = [ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p, ctypes.c_int]


def crypt(password, setting):
    made = lib.crypt(password, setting.encode())
    if made is None or made.startswith(b'*'):
        raise Refused(f'crypt(3) says {made.decode() if made else "nothing"}')
    return made.decode()


def verify(password, stored):
    return hmac.compare_digest(crypt(password, stored).encode(), stored.encode())


def gensalt(prefix, count, random):
    salt = lib.crypt_gensalt(prefix.encode(), count, random, len(random))
    if salt is None:
        raise SystemExit(f'no salt for {prefix} {count}')
    return salt.decode()


if __name__ == '__main__':
    R1 = bytes(range(3, 67))
    R2 = bytes((i * 37 + 11) % 256 for i in range(64))
    MADE_BY = 'Debian 12, libcrypt1 1:4.4.33-2 (libxcrypt): crypt(3)'

    def family(path, form, salts, odd=(), names=PASSWORDS, more=None, limit=None, wrongs=WRONGS):
        file = File(path, form, MADE_BY, verify)
        setting = salts[0]
        file.standard(lambda p: crypt(p, setting), passwords={n: PASSWORDS[n] for n in names}, limit=limit,
                      wrongs=wrongs)
        for other in salts[1:]:
            stored = crypt(b'correct horse', other)
            file.add(b'correct horse', stored, f'salt {other}', True)
            file.add(b'correct horsf', stored, f'salt {other}, wrong password')
        for note, setting_ in odd:
            try:
                stored = crypt(b'correct horse', setting_)
            except Refused as refusal:
                # What is refused as a setting is refused as a hash: the rest of a good one behind it.
                stored = setting_.removesuffix('$') + crypt(b'correct horse', setting)[len(setting.removesuffix('$')):]
            file.add(b'correct horse', stored, note)
        if more:
            more(file)
        file.write()

    FEW = ['plain', 'empty', 'UTF-8', '9 bytes', '80 bytes', '256 bytes', 'not UTF-8']

    family('crypt-des', 'crypt(3) DES', ['ab', '..', 'zz', '9/'],
           [('salt outside of the alphabet', '!!'), ('colon in the salt', 'a:'), ('salt of one character', 'a')],
           wrongs=[*WRONGS, 'not UTF-8'])
    family('crypt-bsdi', 'crypt(3) BSDi', [gensalt('_', 1, R1), gensalt('_', 3, R2), gensalt('_', 725, R1)],
           [('even number of rounds', '_0...abcd'), ('no rounds', '_....abcd')])
    family('crypt-md5', 'crypt(3) $1$', ['$1$abcdefgh', '$1$ab', '$1$', '$1$./AZaz09'],
           [('salt of 9 characters is cut', '$1$abcdefghi$'), ('UTF-8 in the salt', '$1$é'), ('colon in the salt', '$1$a:b')])
    rounds_odd = lambda id: [
        ('rounds=999 is too few', f'${id}$rounds=999$saltsalt'),
        ('rounds with a leading zero', f'${id}$rounds=01000$saltsalt'),
        ('rounds with a sign', f'${id}$rounds=+1000$saltsalt'),
        ('rounds= without a number', f'${id}$rounds=$saltsalt'),
        ('ROUNDS', f'${id}$ROUNDS=1000$saltsalt'),
        ('rounds beyond the limit', f'${id}$rounds=1000000000$saltsalt'),
        ('salt of 17 characters is cut', f'${id}$rounds=1000$0123456789abcdefg'),
        ('empty salt', f'${id}$rounds=1000$'),
        ('UTF-8 in the salt', f'${id}$rounds=1000$é'),
        ('blank in the salt', f'${id}$rounds=1000$a b'),
    ]
    for id, name in (('5', 'sha256'), ('6', 'sha512')):
        family(f'crypt-{name}', f'crypt(3) ${id}$',
               [f'${id}$rounds=1000$saltsalt', f'${id}$rounds=1001$0123456789abcdef', f'${id}$rounds=1000$a', f'${id}$./AZaz09',
                f'${id}$rounds=5000$saltsalt'], rounds_odd(id))
    def bytes_of_bcrypt(file, v, salt):
        # Bytes above 127, which the first crypt_blowfish took for negative numbers (CVE-2011-2483): $2x$ still does.
        for p in ('ff', 'a3ff', '61ffa3', 'fffea3', 'd0c1d2cfccd8', '55aaff'):
            file.add(bytes.fromhex(p), crypt(bytes.fromhex(p), salt % v), 'bytes above 127', True)
        for other in 'abxy':
            stored = crypt(bytes.fromhex('d0c1d2cfccd8'), salt % other).replace(f'$2{other}$', f'$2{v}$')
            file.add(bytes.fromhex('d0c1d2cfccd8'), stored, f'a hash of $2{other}$ named $2{v}$')
        stored = crypt(b'correct horse', salt % v)
        file.add(b'correct horse', stored[:28] + 'v' + stored[29:], 'spare bits at the end of the salt')
        file.add(b'correct horse', stored[:59] + 'f', 'spare bits at the end of the hash')

    for v in 'abxy':
        salt = '$2%s$04$' + 'abcdefghijklmnopqrstuu'
        family(f'crypt-bcrypt-2{v}', f'crypt(3) $2{v}$',
               [salt % v, f'$2{v}$05$......................', f'$2{v}$06$./ABCDEFGHIJKLMNOPQRSO'],
               [('cost 3', f'$2{v}$03$abcdefghijklmnopqrstuu'), ('cost 4 without the zero', f'$2{v}$4$abcdefghijklmnopqrstuu'),
                ('cost 32', f'$2{v}$32$abcdefghijklmnopqrstuu'), ('cost 00', f'$2{v}$00$abcdefghijklmnopqrstuu'),
                ('salt of 21 characters', f'$2{v}$04$abcdefghijklmnopqrstu'),
                ('$2$', f'$2$04$abcdefghijklmnopqrstuu')],
               more=lambda file: bytes_of_bcrypt(file, v, salt))
    family('crypt-sha1', 'crypt(3) $sha1$', ['$sha1$101$abcdefgh', '$sha1$7$salt', '$sha1$1500$' + '0123456789' * 4, gensalt('$sha1', 24, R1)],
           [('no rounds', '$sha1$0$abcdefgh'), ('rounds with a leading zero', '$sha1$0101$abcdefgh'),
            ('rounds with a sign', '$sha1$+101$abcdefgh'), ('empty salt', '$sha1$101$'),
            ('salt of 65 characters', '$sha1$101$' + 'a' * 65), ('rounds are no number', '$sha1$1x1$abcdefgh')])
    family('crypt-sunmd5', 'crypt(3) SunMD5', ['$md5$abcdefgh', '$md5$abcdefgh$', '$md5,rounds=10$abcdefgh', '$md5,rounds=10$abcdefgh$'],
           [('two dollars', '$md5$abcdefgh$$'), ('rounds=0', '$md5,rounds=0$abcdefgh'), ('leading zero', '$md5,rounds=010$abcdefgh'),
            ('no rounds', '$md5,rounds=$abcdefgh'), ('empty salt', '$md5$'), ('rounds beyond 32 bits', '$md5,rounds=4294967296$abcdefgh')],
           names=FEW, limit=['upper case', 'lower case', 'last character cut off', 'a blank after', 'one character more'])
    family('crypt-nt', 'crypt(3) $3$', ['$3$'], [('salt', '$3$abcd')])
    def scrypt_more(file):
        for setting in ('$7$2/..../....SaltSalt', '$7$30..../....' + 'x' * 30, '$7$36..../....'):
            try:
                file.add(b'correct horse', crypt(b'correct horse', setting), f'setting {setting}')
            except Refused as refusal:
                file.add(b'correct horse', f'{setting}$' + 'a' * 43, f'setting {setting}')
    family('crypt-scrypt', 'crypt(3) $7$', ['$7$46..../....SaltSaltSalt', '$7$36..../....abc', '$7$42....0....salt', gensalt('$7$', 6, R1)],
           [('salt of 50 characters', '$7$46..../....' + 'ab' * 25), ('r is 0', '$7$40........saltsalt'), ('N is 2', '$7$/6..../....salt')], names=FEW,
           limit=['upper case', 'lower case', 'last character cut off', 'a blank after', 'one character more'], more=scrypt_more)
    for id, name in (('y', 'yescrypt'), ('gy', 'gost-yescrypt')):
        family(f'crypt-{name}', f'crypt(3) ${id}$',
               [f'${id}$j75$abcdefgh', gensalt(f'${id}$', 1, R2[:16]), f'${id}$j75$', f'${id}$j85$wxyz', f'${id}$j95$LdJMENpBABJJ3hIHjB1B2.'][:4],
               [('another flavour', f'${id}$/75$abcdefgh'), ('N is 2', f'${id}$j/5$abcdefgh'), ('r is missing', f'${id}$j7$abcdefgh'),
                ('blank in the salt', f'${id}$j75$ab cdefg'), ('salt of 64 characters', f'${id}$j75$' + 'abcd' * 16),
                ('salt of 3 characters', f'${id}$j75$abc'), ('with t=1', f'${id}$jD5.$/..$abcdefgh')][:6],
               names=FEW, limit=['upper case', 'lower case', 'last character cut off', 'a blank after', 'one character more'])
