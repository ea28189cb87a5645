"""The old application: WSGI, with repoze.who."""
import os
from wsgiref.simple_server import make_server

from repoze.who.middleware import PluggableAuthenticationMiddleware
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin


def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [('Python knows %s\n' % environ.get('REMOTE_USER', 'nobody')).encode()]


ticket = [('ticket', AuthTktCookiePlugin(os.environ['WHO_SECRET'], include_ip=False))]
wrapped = PluggableAuthenticationMiddleware(
    application, ticket, ticket, [], [],
    request_classifier=lambda environ: 'browser',
    challenge_decider=lambda environ, status, headers: False,
)
server = make_server('127.0.0.1', 3001, wrapped)
print('http://localhost:3001', flush=True)
server.serve_forever()
