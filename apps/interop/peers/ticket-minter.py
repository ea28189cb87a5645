"""Signs many people in by an auth_tkt cookie of a Python framework's own making, and reads many such cookies.

usage: ticket-minter.py repoze|pyramid < JOBS     both as JSON

A job is {"options": the cookie plugin's, "address": the client's, "remember": [{"userid", "type", "tokens",
"userdata"}], "identify": [cookie]}; its answer {"cookies": [...], "identities": [{"userid", "type", "tokens",
"userdata"}]}, with the name of an error, or null, in the place of what was not to be had. Cookies are as a browser sends
them, one character for each byte (latin1), which is also how WSGI has them.
"""
import json
import sys

TYPES = {'str': str, 'int': int, 'bytes': lambda text: text.encode('utf8')}


def cookie_of(headers):
    """What a browser sends back of the first cookie. A header that is not latin1, no server sends."""
    value = headers[0][1]
    value.encode('latin1')
    return value.split(';')[0]


def repoze(options, address):
    from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin

    plugin = AuthTktCookiePlugin(**options)
    environ = {'REMOTE_ADDR': address, 'HTTP_HOST': 'localhost'}

    def remember(userid, tokens, userdata):
        identity = {'repoze.who.userid': userid, 'tokens': tuple(tokens), 'userdata': userdata}
        return plugin.remember(dict(environ), identity)

    def identify(cookie):
        seen = dict(environ, HTTP_COOKIE=cookie)
        identity = plugin.identify(seen)
        return identity and (plugin.authenticate(seen, identity), identity['tokens'], seen['REMOTE_USER_DATA'])

    return remember, identify


def pyramid(options, address):
    from pyramid.authentication import AuthTktCookieHelper
    from pyramid.request import Request

    helper = AuthTktCookieHelper(**options)

    def request(**more):
        return Request.blank('/', environ={'REMOTE_ADDR': address, **more})

    def remember(userid, tokens, userdata):
        return helper.remember(request(), userid, tokens=tokens)

    def identify(cookie):
        found = helper.identify(request(HTTP_COOKIE=cookie))
        return found and (found['userid'], found['tokens'], found['userdata'])

    return remember, identify


def attempt(action):
    try:
        return action()
    except Exception as error:
        return type(error).__name__


def described(found):
    if not found:
        return None
    userid, tokens, userdata = found
    kind = type(userid).__name__
    text = userid.decode('utf8') if kind == 'bytes' else str(userid)
    return {'userid': text, 'type': kind, 'tokens': [token for token in tokens if token], 'userdata': userdata}


def done(job):
    remember, identify = FRAMEWORKS[sys.argv[1]](job['options'], job['address'])
    cookies = [
        attempt(lambda: cookie_of(remember(TYPES[who['type']](who['userid']), who['tokens'], who['userdata'])))
        for who in job['remember']
    ]
    return {'cookies': cookies, 'identities': [attempt(lambda: described(identify(one))) for one in job['identify']]}


FRAMEWORKS = {'repoze': repoze, 'pyramid': pyramid}
print(json.dumps([done(job) for job in json.load(sys.stdin)]))
