"""repoze.who.plugins.cas and repoze.who.plugins.metadata_cache as their documentation has them, for Python 3.

Both packages run on Python 2 only. These have the same factories, options and defaults, and no more than a sign-in needs.
"""
import re
import sys
import types
from urllib.parse import parse_qsl, quote, urlencode
from urllib.request import urlopen
from xml.etree import ElementTree

from repoze.who.interfaces import IAuthenticator, IChallenger, IIdentifier, IMetadataProvider
from webob.exc import HTTPFound
from zope.interface import implementer

CAS = '{http://www.yale.edu/tp/cas}'


def address_of(environ):
    """The address of the page, which is the service, without a ticket."""
    pairs = [pair for pair in parse_qsl(environ.get('QUERY_STRING', '')) if pair[0] != 'ticket']
    url = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}{quote(environ['PATH_INFO'])}"
    return url + ('?' + urlencode(pairs) if pairs else '')


@implementer(IIdentifier, IChallenger, IAuthenticator)
class CasPlugin:
    def __init__(self, cas_url, rememberer_name, attributes_name, cas_version):
        self.cas_url, self.rememberer_name = cas_url, rememberer_name
        self.attributes_name, self.cas_version = attributes_name, float(cas_version)

    def identify(self, environ):
        ticket = dict(parse_qsl(environ.get('QUERY_STRING', ''))).get('ticket')
        if not ticket:
            return None
        query = urlencode({'service': address_of(environ), 'ticket': ticket})
        with urlopen(f'{self.cas_url}serviceValidate?{query}', timeout=5) as response:
            success = ElementTree.fromstring(response.read()).find(f'{CAS}authenticationSuccess')
        if success is None:
            return None
        identity = {'login': success.find(f'{CAS}user').text}
        if self.attributes_name:
            found = {}
            for element in success.iterfind(f'{CAS}attributes/*'):
                found.setdefault(element.tag.replace(CAS, ''), []).append(element.text)
            identity[self.attributes_name] = found
        # The address without the ticket, with the cookie.
        identity['repoze.who.userid'] = identity['login']
        headers = self.remember(environ, identity) or []
        environ['repoze.who.application'] = HTTPFound(location=address_of(environ), headers=headers)
        return identity

    def authenticate(self, environ, identity):
        return identity.get('login') if 'password' not in identity else None

    def challenge(self, environ, status, app_headers, forget_headers):
        return HTTPFound(location=f'{self.cas_url}login?{urlencode({"service": address_of(environ)})}')

    def rememberer(self, environ):
        return environ['repoze.who.plugins'][self.rememberer_name]

    def remember(self, environ, identity):
        return self.rememberer(environ).remember(environ, identity)

    def forget(self, environ, identity):
        return self.rememberer(environ).forget(environ, identity)


def make_cas_plugin(cas_url=None, cas_version=1.0, rememberer_name=None, attributes_name=None, path_logout='',
                    path_toskip='', debug=False):
    [re.compile(path) for path in (path_logout + '\n' + path_toskip).split()]
    return CasPlugin(cas_url, rememberer_name, attributes_name, cas_version)


@implementer(IMetadataProvider)
class MetadataCache:
    def __init__(self, name):
        self.name, self.cache = name, {}

    def add_metadata(self, environ, identity):
        userid, fresh = identity['repoze.who.userid'], identity.get(self.name)
        if fresh:
            self.cache[userid] = fresh
        else:
            identity[self.name] = self.cache.get(userid, {})


def make_cache_plugin(name='attributes', cache=None):
    return MetadataCache(name)


def publish(name, factory):
    module = types.ModuleType(name)
    module.make_plugin = factory
    for parent in [name.rsplit('.', 1)[0]]:
        sys.modules.setdefault(parent, types.ModuleType(parent))
    sys.modules[name] = module


publish('repoze.who.plugins.cas.main_plugin', make_cas_plugin)
publish('repoze.who.plugins.metadata_cache.memory', make_cache_plugin)
