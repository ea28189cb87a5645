"""The same application with repoze.who behind waitress.

Prints its URL once it listens, and ends when standard input does."""

import logging
import os
import sys
import threading

import waitress
from repoze.who.classifiers import default_challenge_decider, default_request_classifier
from repoze.who.middleware import PluggableAuthenticationMiddleware
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin


def application(environ, start_response):
    body = ("Hello %s" % environ.get("REMOTE_USER", "stranger")).encode("utf-8")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def stop_with_parent():
    sys.stdin.read()
    os._exit(0)


# It would write a line for each request that waits.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
ticket = AuthTktCookiePlugin(sys.argv[1])
app = PluggableAuthenticationMiddleware(
    application,
    [("ticket", ticket)],
    [("ticket", ticket)],
    [],
    [],
    default_request_classifier,
    default_challenge_decider,
)
threading.Thread(target=stop_with_parent, daemon=True).start()
server = waitress.create_server(app, host="127.0.0.1", port=0, channel_timeout=300, connection_limit=200)
print("http://127.0.0.1:%s" % server.effective_port, flush=True)
server.run()
