"""Programs that are no Python: asked one question after another over a pipe, lines of JSON both ways.

A driver reads {"do": …, "password": hex, "stored": text, …} and answers {"yes": true | false}, {"text": …} or {"error": …}.
"""
import json, subprocess
from vectors import HERE, Refused


class Driver:
    def __init__(self, *command, **env):
        self.process = subprocess.Popen(command, cwd=HERE / 'make', stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, do, password, **more):
        self.process.stdin.write(json.dumps({'do': do, 'password': password.hex(), **more}).encode() + b'\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f'the driver ended at {do} {password!r} {more}')
        answer = json.loads(line)
        if 'error' in answer:
            raise Refused(answer['error'])
        return answer.get('yes', answer.get('text'))


def unpacked(package):
    """The folder of a Debian package, unpacked and not installed."""
    import atexit, pathlib, shutil, tempfile
    here = pathlib.Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, here)
    subprocess.run(['apt-get', 'download', '-qq', '-o', 'APT::Sandbox::User=root', package], cwd=here, check=True)
    subprocess.run(['dpkg-deb', '-x', next(here.glob('*.deb')), here / 'files'], check=True)
    return here / 'files'
