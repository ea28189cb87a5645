"""A Python application that signs people in by an auth_tkt cookie of its own framework's making.

usage: ticket-application.py repoze|pyramid PORT OPTIONS     OPTIONS: the cookie's, as JSON

/login/NAME signs anybody in, with the tokens in ?tokens=a,b; /logout signs out; /whoami says who it is, as JSON.
"""
import json
import sys
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server


def name_in(path):
    """What follows /login/. WSGI hands paths over as latin1."""
    return path[len('/login/'):].encode('latin1').decode('utf8')


def tokens_in(query):
    return [token for token in parse_qs(query).get('tokens', [''])[0].split(',') if token]


def repoze(options):
    from repoze.who.api import get_api
    from repoze.who.middleware import PluggableAuthenticationMiddleware
    from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin

    plugin = AuthTktCookiePlugin(**options)

    def application(environ, start_response):
        api, path = get_api(environ), environ['PATH_INFO']
        headers = [('Content-Type', 'application/json'), ('Cache-Control', 'no-store')]
        body = environ.get('REMOTE_USER')
        if path.startswith('/login/'):
            name, tokens = name_in(path), tokens_in(environ['QUERY_STRING'])
            headers += plugin.remember(environ, {'repoze.who.userid': name, 'tokens': tokens}) or []
        elif path == '/logout':
            headers += api.logout() or []
        start_response('200 OK', headers)
        return [json.dumps(body).encode()]

    plugins = [('auth_tkt', plugin)]
    return PluggableAuthenticationMiddleware(
        application, plugins, plugins, [], [],
        request_classifier=lambda environ: 'browser',
        challenge_decider=lambda environ, status, headers: False,
    )


def pyramid(options):
    from pyramid.authentication import AuthTktCookieHelper
    from pyramid.request import Request
    from pyramid.response import Response

    helper = AuthTktCookieHelper(**options)

    def application(environ, start_response):
        request = Request(environ)
        found, headers = helper.identify(request), []
        if environ['PATH_INFO'].startswith('/login/'):
            headers = helper.remember(request, name_in(environ['PATH_INFO']), tokens=tokens_in(environ['QUERY_STRING']))
        elif environ['PATH_INFO'] == '/logout':
            headers = helper.forget(request)
        response = Response(json.dumps(found and found['userid']).encode(), content_type='application/json')
        response.headerlist += [('Cache-Control', 'no-store'), *headers]
        return response(environ, start_response)

    return application


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


kind, port, given = sys.argv[1:]
app = {'repoze': repoze, 'pyramid': pyramid}[kind](json.loads(given))
make_server('127.0.0.1', int(port), app, handler_class=Quiet).serve_forever()
