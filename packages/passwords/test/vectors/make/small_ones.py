"""Devise (Rails) and repoze.who's SQL plugin: `/usr/bin/python3 small_ones.py`."""
import hashlib
from repoze.who.plugins import sql
from drivers import Driver, unpacked
from vectors import File, NUL, PASSWORDS, UTF8_ONLY

ruby = Driver('ruby', 'devise_driver.rb', str(unpacked('ruby-devise')))
file = File('devise', 'Devise bcrypt', 'Debian 12, ruby-devise 4.8.1-1 over ruby-bcrypt 3.1.18-1: Devise::Encryptor.digest() of cost 4 and more, without a pepper, compare()',
            lambda p, stored: ruby.ask('verify', p, stored=stored))
make = lambda p, cost=4: ruby.ask('hash', p, cost=cost)
file.standard(make, PASSWORDS | NUL, must=None)
one = make(b'correct horse')
for note, stored in (('cost 5', make(b'correct horse', 5)), ('cost 6', make(b'correct horse', 6)), *[(f'${v}$', one.replace('$2a$', f'${v}$')) for v in ('2', '2b', '2x', '2y')],
                     ('cost 3', one.replace('$04$', '$03$')), ('spare bits at the end of the salt', one[:28] + chr(ord(one[28]) + 1) + one[29:])):
    file.add('correct horse', stored, note)
for cost in (5, 6):
    file.add('correct horsf', make(b'correct horse', cost), f'cost {cost}, wrong password')
file.write()

sha = lambda p: '{SHA}' + hashlib.sha1(p).hexdigest()
file = File('repoze-who-sql', 'repoze.who SQL', 'Debian 12, python3-repoze.who 2.2-4: {SHA} and the hex digest, as its documentation has it; repoze.who.plugins.sql.default_password_compare()',
            lambda p, stored: sql.default_password_compare(p.decode(), stored))
file.standard(sha, UTF8_ONLY | NUL)
one = sha(b'correct horse')
for note, password, stored in (('upper-case hex', 'correct horse', '{SHA}' + one[5:].upper()), ('{sha}', 'correct horse', one.replace('SHA', 'sha')), ('base64, as Apache has it', 'correct horse', '{SHA}L55TUjtiq8FBorTWAZ0jy6g129A='),
                               ('a blank behind {SHA}', 'correct horse', one.replace('}', '} ')), ('without {SHA}', 'correct horse', one[5:]), ('nothing behind {SHA}', '', '{SHA}'),
                               ('clear text', 'correct horse', 'correct horse'), ('clear text, wrong password', 'correct horsf', 'correct horse'), ('clear text in UTF-8', 'josé', 'josé'),
                               ('empty clear text', '', ''), ('{SSHA} is clear text', '{SSHA}WIks0tEFazWTLv8q5YhwaESG8NBDaX89', '{SSHA}WIks0tEFazWTLv8q5YhwaESG8NBDaX89')):
    file.add(password, stored, note)
file.write()
