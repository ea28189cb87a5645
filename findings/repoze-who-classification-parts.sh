#!/usr/bin/env bash
# repoze.who uses a plugin for `api` in who.ini for every kind of request whose name is a part of that.
#
# Versions:  Debian 12: python3-repoze.who 2.2-4
# Behaviour: `plugins = basic;api` limits by a text, and the test is whether the request's class is in that text: `api`, but
#            `ap` and `a` as well. With `basic;browser-api` it counts for requests of the class `browser`, too. A list, as
#            code gives it, is compared word by word.
# Guess:     the name behind the semicolon is the class.
# Hurt:      sites with classes of their own that are parts of each other: browsers get the dialogue for passwords that was
#            meant for the interface beside them.
# Output:    api: api True, browser False; browser-api: api True, browser True; code's list: browser False
source "$(dirname "$0")/lib/repoze.sh"
repoze_who
cat >"$here/classes.py" <<'PYTHON'
import warnings
warnings.simplefilter('ignore')
from repoze.who.api import match_classification
from repoze.who.config import WhoConfig
from repoze.who.interfaces import IChallenger
from repoze.who.plugins.basicauth import BasicAuthPlugin

def counts(text, kind):
    config = WhoConfig('/')
    config.parse(f'''[plugin:basic]
use = repoze.who.plugins.basicauth:make_plugin
realm = Example
[challengers]
plugins = basic;{text}
''')
    return len(match_classification(IChallenger, [plugin for _, plugin in config.challengers], kind)) == 1

listed = BasicAuthPlugin('Example')
listed.classifications = {IChallenger: ['browser-api']}
code = len(match_classification(IChallenger, [listed], 'browser')) == 1
by_file = '; '.join(
    f"{text}: api {counts(text, 'api')}, browser {counts(text, 'browser')}" for text in ('api', 'browser-api')
)
print(f"{by_file}; code's list: browser {code}")
PYTHON
seen=$(python "$here/classes.py")
echo "$seen"
[ "$seen" = "api: api True, browser False; browser-api: api True, browser True; code's list: browser False" ] || exit 1
