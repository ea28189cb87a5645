"""A Python application that signs people in as a who.ini says, by repoze.who behind waitress.

usage: who-ini-application.py WHO_INI PORT

/whoami says who it is, as JSON; /private is for those who are signed in; a form at /login signs in, one at /logout out.
The header X-Test-Remote-User is what a server in front of it has found out.
"""
import html
import json
import os
import sys
from urllib.parse import parse_qs

import who_ini_plugins  # What repoze.who.plugins.cas and .metadata_cache are on Python 3.
from repoze.who.api import get_api
from repoze.who.config import make_middleware_with_config
from waitress import serve


def application(environ, start_response):
    api, path, method = get_api(environ), environ['PATH_INFO'], environ['REQUEST_METHOD']
    user, identity = environ.get('REMOTE_USER'), environ.get('repoze.who.identity') or {}

    def answer(status, body, kind='text/plain', headers=()):
        start_response(status, [('Content-Type', kind), *headers])
        return [body.encode()]

    def form():
        length = int(environ.get('CONTENT_LENGTH') or 0)
        return {name: values[-1] for name, values in parse_qs(environ['wsgi.input'].read(length).decode()).items()}

    if path == '/whoami':
        attributes = identity.get('attributes') or {}
        return answer('200 OK', json.dumps({'remoteUser': user, 'attributes': attributes}), 'application/json')
    if path == '/private':
        if not user:
            return answer('401 Unauthorized', 'Unauthorized')
        return answer('200 OK', f'Hello {user}') if method == 'GET' else answer('405 Method Not Allowed', '')
    if path == '/login' and method == 'POST':
        fields = form()
        found, headers = api.login({'login': fields.get('login', ''), 'password': fields.get('password', '')})
        headers = [one for one in headers or () if one[0].lower() != 'www-authenticate']
        if found:
            return answer('303 See Other', '', headers=[('Location', fields.get('came_from', '/')), *headers])
        return answer('401 Unauthorized', '<form method="post">', 'text/html', headers)
    if path == '/login':
        came_from = parse_qs(environ.get('QUERY_STRING', '')).get('came_from', ['/'])[0]
        return answer('200 OK', f'<form method="post"><input name="came_from" value="{html.escape(came_from)}">', 'text/html')
    if path == '/logout' and method == 'POST':
        headers = []
        for _name, plugin in api.identifiers:
            headers += plugin.forget(environ, identity) or []
        headers = [one for one in headers if one[0].lower() != 'www-authenticate']
        return answer('303 See Other', '', headers=[('Location', '/'), *headers])
    return answer('200 OK', 'Hello')


def behind_a_front_end(inner):
    def outer(environ, start_response):
        user = environ.pop('HTTP_X_TEST_REMOTE_USER', None)
        if user:
            environ['REMOTE_USER'] = user
        return inner(environ, start_response)

    return outer


ini, port = sys.argv[1:]
who = make_middleware_with_config(application, {'here': os.path.dirname(ini)}, ini)
serve(behind_a_front_end(who), host='127.0.0.1', port=int(port), threads=4, _quiet=True)
