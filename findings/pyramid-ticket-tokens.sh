#!/usr/bin/env bash
# Pyramid writes an auth_tkt cookie with two tokens in a way that only Python reads.
#
# Versions:  Debian 12: python3-pyramid 2.0+dfsg-2+deb12u1, python3-webob 1:1.8.6-3
# Behaviour: AuthTktCookieHelper.remember(request, 'bob', tokens=('editor', 'staff')) joins the tokens by a comma, as the
#            ticket format has it. WebOb then puts the cookie's value between quotes and writes the comma as `\054`, an
#            escape of Python's http.cookies that no cookie specification knows. With one token the value is plain.
# Guess:     the ticket stands in the cookie as it is (mod_auth_tkt and repoze.who write and read a comma), or encoded
#            in one of the ways that ticket readers know: base64 or URL-quoted.
# Hurt:      whoever shares sign-ins with a Pyramid application: mod_auth_tkt, repoze.who and other readers take `\054`
#            literally, the digest does not match, and everybody with more than one token is a stranger there.
# Output:    one token:  DIGEST6b0ae505Ym9i!editor!userid_type:b64unicode
#            two tokens: "DIGEST6b0ae505Ym9i!editor\054staff!userid_type:b64unicode"
source "$(dirname "$0")/lib/debian.sh"
debian python3-pyramid=2.0+dfsg-2+deb12u1 python3-webob=1:1.8.6-3 python3-zope.interface python3-zope.deprecation \
  python3-translationstring python3-venusian python3-plaster python3-hupper python3-pastedeploy python3-plaster-pastedeploy

python <<'PYTHON'
import re, sys, warnings
warnings.simplefilter('ignore')
from pyramid.authentication import AuthTktCookieHelper
from pyramid.request import Request

def value(*tokens):
    helper = AuthTktCookieHelper('secret', cookie_name='auth_tkt', hashalg='md5')
    headers = helper.remember(Request.blank('/'), 'bob', tokens=tokens)
    return re.match(r'auth_tkt=([^;]*)', headers[0][1]).group(1)

one, two = value('editor'), value('editor', 'staff')
print('one token: ', one)
print('two tokens:', two)
expected = '!editor!' in one and not one.startswith('"') and two.startswith('"') and r'editor\054staff!' in two
sys.exit(0 if expected else 1)
PYTHON
