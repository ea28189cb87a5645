"""What the makers share: the passwords, wrong ones, near-forms, and how a file of vectors is written.

`verify(password, stored)` of a maker asks the real program. It gives True or False, or raises Refused with what the
program said; then `matches` is false, and the program's word stands in the note.
"""
import json, pathlib

HERE = pathlib.Path(__file__).resolve().parent.parent

DIGITS = b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'


def long(length):
    """A password in which every cut shows."""
    return b''.join(b'%03d' % i + DIGITS[i % 62:i % 62 + 1] for i in range(length // 4 + 1))[:length]


PASSWORDS = {
    'plain': b'correct horse',
    'empty': b'',
    'one byte': b'x',
    'UTF-8': 'josé'.encode(),
    'emoji': 'pass\U0001f511\U0001f600word'.encode(),
    '8 bytes': b'12345678',
    '9 bytes': b'123456789',
    '72 bytes': long(72),
    '73 bytes': long(73),
    '80 bytes': long(80),
    '256 bytes': long(256),
    'trailing blank': b'trailing ',
    'colon': b'a:b:c',
    'not UTF-8': bytes([0xff, 0xfe, 0x81, 0x70, 0xc3]),
}

# For programs that take one: some cut there.
NUL = {'NUL': b'ab\0cd'}

UTF8_ONLY = {name: p for name, p in PASSWORDS.items() if name != 'not UTF-8'}


# Of which the wrong ones are tried, too.
WRONGS = ('plain', 'UTF-8', '9 bytes', '80 bytes', 'trailing blank', 'NUL')


def wrong(name, password):
    """Passwords that are not this one, and which a careless reader takes for it."""
    if name == 'UTF-8':
        return {'decomposed': 'jose\u0301'.encode(), 'Latin-1': 'josé'.encode('latin-1'), 'ASCII': b'jose'}
    if name == 'trailing blank':
        return {'without the blank': password[:-1]}
    if name == 'empty':
        return {'a blank': b' ', 'one byte': b'x'}
    if name == 'colon':
        return {'up to the colon': b'a', 'after the colon': b'c'}
    if name == '73 bytes':
        return {'last byte differs': password[:-1] + b'#', 'cut at 72 bytes': password[:-1]}
    if name == '80 bytes':
        return {'last byte differs': password[:-1] + b'#', 'cut at 72 bytes': password[:72]}
    if name == '256 bytes':
        return {'last byte differs': password[:-1] + b'#', 'cut at 255 bytes': password[:-1], 'cut at 128': password[:128]}
    if name == 'not UTF-8':
        return {'eighth bit cleared': bytes(b & 0x7f for b in password), 'U+FFFD': '\ufffd\ufffd\ufffdp\ufffd'.encode()}
    if name == 'NUL':
        return {'up to the NUL': b'ab', 'differs behind the NUL': b'ab\0ce'}
    if name == '9 bytes':
        return {'cut at 8 bytes': password[:8]}
    return {'upper case': password.upper() + b'!', 'one byte more': password + b'x', 'empty': b''}


def near(stored):
    """What is nearly the stored text, as editors, columns of a fixed width and hands make it."""
    forms = {
        'upper case': stored.upper(),
        'lower case': stored.lower(),
        'last character cut off': stored[:-1],
        'five characters cut off': stored[:-5],
        'one character more': stored + 'A',
        'a blank before': ' ' + stored,
        'a blank after': stored + ' ',
        'padded by blanks': stored.ljust(len(stored) + 30),
        'a line end after': stored + '\n',
    }
    if stored.endswith('='):
        forms['padding removed'] = stored.rstrip('=')
    elif not stored.endswith('='):
        forms['padding added'] = stored + '='
    return {note: form for note, form in forms.items() if form != stored}


class Refused(Exception):
    """The program did not answer yes or no; the text is its word for that."""


class File:
    """One file of vectors. Keep `name`s of passwords few where a hash is dear."""

    def __init__(self, path, form, made_by, verify):
        self.path, self.form, self.made_by, self.verify = path, form, made_by, verify
        self.vectors, self.seen = [], set()

    def add(self, password, stored, note=None, must=None):
        if isinstance(password, str):
            password = password.encode()
        if (password, stored) in self.seen:
            return None
        self.seen.add((password, stored))
        try:
            matches = bool(self.verify(password, stored))
        except Refused as refusal:
            matches = False
            note = f'{note + ": " if note else ""}{refusal}'
        if must is not None and matches != must:
            raise SystemExit(f'{self.path}: {password!r} {stored!r} {note}: {matches}')
        try:
            vector = {'password': password.decode()}
        except UnicodeDecodeError:
            vector = {'passwordHex': password.hex()}
        vector |= {'stored': stored, 'matches': matches}
        if note:
            vector['note'] = note
        self.vectors.append(vector)
        return matches

    def standard(self, make, passwords=PASSWORDS, wrongs=WRONGS,
                 nears='plain', limit=None, must=True):
        """Each password with its hash, the wrong ones of some, the near-forms of one."""
        for name, password in passwords.items():
            try:
                stored = make(password)
            except Refused as refusal:
                print(f'{self.path}: {name}: not made: {refusal}')
                continue
            self.add(password, stored, name, must)
            if name in wrongs:
                for note, other in wrong(name, password).items():
                    if other in passwords.values() or passwords is PASSWORDS or decodes(other):
                        self.add(other, stored, f'wrong for {name}: {note}')
            if name == nears:
                for note, form in near(stored).items():
                    if limit is None or note in limit:
                        self.add(password, form, note)

    def write(self):
        path = HERE / f'{self.path}.json'
        text = json.dumps({'madeBy': self.made_by, 'form': self.form, 'vectors': self.vectors}, ensure_ascii=False, indent=2)
        path.write_text(text + '\n', encoding='utf-8')
        right = sum(v['matches'] for v in self.vectors)
        print(f'{self.path}: {len(self.vectors)} vectors, {right} match')


def decodes(password):
    try:
        password.decode()
        return True
    except UnicodeDecodeError:
        return False
