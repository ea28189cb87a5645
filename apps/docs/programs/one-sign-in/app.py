"""The old application: WSGI, with repoze.who."""
import os
from wsgiref.simple_server import make_server

from repoze.who.middleware import PluggableAuthenticationMiddleware
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin


def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [('Python knows %s\n' % environ.get('REMOTE_USER', 'nobody')).encode()]


# Two hours, and a new ticket after one, as Node has it. Without timeout, a ticket counts for ever.
plugin = AuthTktCookiePlugin(os.environ['WHO_SECRET'], include_ip=False, timeout=7200, reissue_time=3600)
ticket = [('ticket', plugin)]
wrapped = PluggableAuthenticationMiddleware(
    application, ticket, ticket, [], [],
    request_classifier=lambda environ: 'browser',
    challenge_decider=lambda environ, status, headers: False,
)
server = make_server('127.0.0.1', 3001, wrapped)
print('http://localhost:3001', flush=True)
server.serve_forever()
