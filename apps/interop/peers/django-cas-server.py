"""django-cas-server (Debian: python3-django-cas-server, python3-waitress) at http://127.0.0.1:PORT/cas, until SIGTERM.

    django-cas-server.py DIR PORT

Its database is in DIR. Anybody may sign in who types his name as password, to any service; proxies get tickets, and
services are told of logouts. Everybody is released the same, in what means something in XML, in UTF-8, in lists.
"""
import sys

import django
from django.conf import settings

folder, port = sys.argv[1:]
settings.configure(
    SECRET_KEY='a secret of the interop tests',
    ALLOWED_HOSTS=['127.0.0.1'],
    ROOT_URLCONF=__name__,
    STATIC_URL='/static/',
    USE_TZ=True,
    DEFAULT_AUTO_FIELD='django.db.models.AutoField',
    INSTALLED_APPS=[
        'django.contrib.auth',
        'django.contrib.contenttypes',
        'django.contrib.sessions',
        'django.contrib.messages',
        'cas_server',
    ],
    MIDDLEWARE=[
        'django.contrib.sessions.middleware.SessionMiddleware',
        'django.middleware.csrf.CsrfViewMiddleware',
        'django.contrib.auth.middleware.AuthenticationMiddleware',
        'django.contrib.messages.middleware.MessageMiddleware',
    ],
    TEMPLATES=[{
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'APP_DIRS': True,
        'OPTIONS': {'context_processors': [
            'django.template.context_processors.request',
            'django.contrib.auth.context_processors.auth',
            'django.contrib.messages.context_processors.messages',
        ]},
    }],
    DATABASES={'default': {
        'ENGINE': 'django.db.backends.sqlite3', 'NAME': f'{folder}/cas.sqlite3', 'OPTIONS': {'timeout': 60},
    }},
    CAS_AUTH_CLASS=f'{__name__}.Person',
    # It would ask its authors for the newest version.
    CAS_NEW_VERSION_HTML_WARNING=False,
    CAS_NEW_VERSION_EMAIL_WARNING=False,
)
django.setup()

from cas_server.auth import AuthUser
from cas_server.models import ReplaceAttributName, ServicePattern
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path
from waitress import serve


class Person(AuthUser):
    def test_password(self, password):
        return password == self.username

    def attributs(self):
        return {
            'uid': self.username,
            'cn': 'Zoë Łukasz 日本',
            'note': '<b>"A&B"</b> \'x\'',
            'groups': ['earthlings', 'users'],
            'nothing': '',
        }


urlpatterns = [path('cas/', include('cas_server.urls', namespace='cas_server'))]

call_command('migrate', verbosity=0)
anywhere = ServicePattern.objects.create(pattern='.*', proxy=True, proxy_callback=True, single_log_out=True)
ReplaceAttributName.objects.create(service_pattern=anywhere, name='*')
serve(get_wsgi_application(), host='127.0.0.1', port=int(port), threads=8)
