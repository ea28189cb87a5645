#!/usr/bin/env bash
# django-cas-server leads back to another address than the service that it was given, and refuses the ticket to that address.
#
# Versions:  Debian 12: python3-django-cas-server 2.0.0-2, python3-django 3.2
# Behaviour: with the ticket it writes the query of the service anew: parameters in the order of their names, one of each
#            name (the last), a blank as `+`, a bare name with `=`. The ticket counts for the service as it was given only.
# Guess:     the ticket is added to the service, and nothing else changes (CAS protocol, 2.2.4): most clients take the
#            service that they validate with from the address that they were called by.
# Hurt:      everybody who comes to such an application (mod_auth_cas, phpCAS, repoze.who.plugins.cas do so) on a page
#            with two parameters: `INVALID_SERVICE`, which most clients answer by going back to CAS, for ever; and
#            applications that lose a parameter on the way.
# Output:    ?a=1&b=2      back at ?a=1&b=2: success
#            ?b=2&a=1      back at ?a=1&b=2: INVALID_SERVICE
#            ?tag=x&tag=y  back at ?tag=y: INVALID_SERVICE
#            ?q=a%20b      back at ?q=a+b: INVALID_SERVICE
#            ?print        back at ?print=: INVALID_SERVICE
source "$(dirname "$0")/lib/debian.sh"
debian python3-django-cas-server=2.0.0-2 python3-django python3-sqlparse python3-asgiref python3-tz python3-six \
  python3-requests python3-requests-futures python3-urllib3 python3-certifi python3-chardet python3-charset-normalizer \
  python3-idna python3-lxml

python - "$here" <<'PYTHON'
import logging, re, sys, warnings
warnings.simplefilter('ignore')
logging.disable()
import django
from django.conf import settings

settings.configure(
    SECRET_KEY='a secret for this test', ALLOWED_HOSTS=['*'], ROOT_URLCONF=__name__, USE_TZ=True,
    DEFAULT_AUTO_FIELD='django.db.models.AutoField',
    INSTALLED_APPS=[f'django.contrib.{app}' for app in ('auth', 'contenttypes', 'sessions', 'messages')] + ['cas_server'],
    MIDDLEWARE=['django.contrib.sessions.middleware.SessionMiddleware',
                'django.contrib.auth.middleware.AuthenticationMiddleware',
                'django.contrib.messages.middleware.MessageMiddleware'],
    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True}],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': f'{sys.argv[1]}/db'}},
    CAS_AUTH_CLASS='cas_server.auth.TestAuthUser', CAS_TEST_USER='ada', CAS_TEST_PASSWORD='lovelace',
    CAS_NEW_VERSION_HTML_WARNING=False,
)
django.setup()

from cas_server.models import ServicePattern
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import include, path

urlpatterns = [path('cas/', include('cas_server.urls', namespace='cas_server'))]
call_command('migrate', verbosity=0)
setup_test_environment()
ServicePattern.objects.create(pattern='.*')

page = 'http://application.example/page'

def back_from(service):
    """The query that it leads back with, without the ticket, and what the ticket is worth there."""
    client = Client()
    form = client.get('/cas/login', {'service': service}).context['form']
    fields = {name: form.initial.get(name) or '' for name in form.fields}
    answer = client.post('/cas/login', {**fields, 'username': 'ada', 'password': 'lovelace', 'service': service})
    address = answer['Location']
    ticket = re.search(r'[?&]ticket=([^&]+)', address).group(1)
    derived = re.sub(r'[?&]ticket=[^&]+', '', address)
    verdict = client.get('/cas/serviceValidate', {'service': derived, 'ticket': ticket}).content.decode()
    code = re.search(r'code="(\w+)"', verdict)
    return derived.removeprefix(page), code.group(1) if code else 'success'

expected = {
    '?a=1&b=2': ('?a=1&b=2', 'success'),
    '?b=2&a=1': ('?a=1&b=2', 'INVALID_SERVICE'),
    '?tag=x&tag=y': ('?tag=y', 'INVALID_SERVICE'),
    '?q=a%20b': ('?q=a+b', 'INVALID_SERVICE'),
    '?print': ('?print=', 'INVALID_SERVICE'),
}
seen = {query: back_from(page + query) for query in expected}
for query, (back, verdict) in seen.items():
    print(f'{query:13} back at {back}: {verdict}')
sys.exit(0 if seen == expected else 1)
PYTHON
