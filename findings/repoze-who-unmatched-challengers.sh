#!/usr/bin/env bash
# repoze.who fails where an application answers 401 to a kind of request that no challenger is for.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4
# Behaviour: a who.ini may limit challengers to kinds of requests (`redirector;browser`). A 401 to another kind ends with
#            RuntimeError('no challengers found'), and so with the server's 500.
# Guess:     the application's own 401 goes out: nobody is asked for anything, and the client learns that it is to sign in.
# Hurt:      programs at sites whose only challenger is for browsers: a WebDAV client or one that posts XML without
#            credentials is told of a fault of the server, which it may repeat for ever, and monitoring counts faults.
# Output:    browser 302; dav RuntimeError; xmlpost RuntimeError
source "$(dirname "$0")/lib/repoze.sh"
repoze_who

cat >"$here/who.ini" <<'INI'
[plugin:redirector]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:default_challenge_decider
[challengers]
plugins = redirector;browser
INI
cat >"$here/challenge.py" <<'PYTHON'
import io, sys, warnings
warnings.simplefilter('ignore')
from repoze.who.config import make_middleware_with_config

def application(environ, start_response):
    start_response('401 Unauthorized', [('Content-Type', 'text/plain')])
    return [b'']

who = make_middleware_with_config(application, {'here': sys.argv[1]}, f'{sys.argv[1]}/who.ini', log_file=None)

def ask(**more):
    seen = []
    environ = {'wsgi.url_scheme': 'http', 'wsgi.input': io.BytesIO(), 'wsgi.errors': io.StringIO(), 'wsgi.version': (1, 0),
               'SERVER_NAME': 'localhost', 'SERVER_PORT': '80', 'SCRIPT_NAME': '', 'PATH_INFO': '/', 'QUERY_STRING': '',
               'REQUEST_METHOD': 'GET', **more}
    try:
        list(who(environ, lambda status, headers, exc_info=None: seen.append(status[:3])))
        return seen[-1]
    except Exception as error:
        return type(error).__name__

print(f"browser {ask()}; dav {ask(REQUEST_METHOD='PROPFIND')}; "
      f"xmlpost {ask(REQUEST_METHOD='POST', CONTENT_TYPE='text/xml')}")
PYTHON

seen=$(python "$here/challenge.py" "$here")
echo "$seen"
[ "$seen" = 'browser 302; dav RuntimeError; xmlpost RuntimeError' ] || exit 1
