# To be sourced: Debian's Apache with one of its modules, in a folder of its own, which goes when the script ends.
source "$(dirname "$0")/lib/debian.sh"

# apache PACKAGE=VERSION MODULE… unpacks Apache and a package of modules, and begins $here/apache.conf, which goes on with
# what comes from standard input.
apache() {
  local package=$1 module
  shift
  debian "$package" apache2-bin libapr1 libaprutil1 libnghttp2-14 libbrotli1 libjansson4 liblua5.3-0 libldap-2.5-0 \
    libcurl4 libpcre2-8-0 libcrypt1
  export LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu:$here/debian/lib/$(uname -m)-linux-gnu"
  mkdir "$here/www"
  {
    printf '%s\n' "ServerRoot $here" "PidFile $here/pid" "ErrorLog $here/error.log" 'ServerName localhost' \
      'Listen 127.0.0.1:PORT' "DocumentRoot $here/www"
    for module in mpm_event authz_core authz_user authn_core "$@"; do
      echo "LoadModule ${module}_module $here/debian/usr/lib/apache2/modules/mod_$module.so"
    done
    cat
  } >"$here/apache.conf"
  cat >"$here/apache.py" <<'PYTHON'
import contextlib, http.client, os, signal, socket, subprocess, sys, time

@contextlib.contextmanager
def serving(here):
    """Apache on a free port: gives the port, and a function that asks for a target and returns the response."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    conf = open(f'{here}/apache.conf').read().replace('PORT', str(port))
    open(f'{here}/apache.conf', 'w').write(conf)
    apache = subprocess.Popen([f'{here}/debian/usr/sbin/apache2', '-f', f'{here}/apache.conf', '-DFOREGROUND'],
                              start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def ask(target, headers={}):
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
                connection.request('GET', target, headers=headers)
                return connection.getresponse()
            except OSError:
                if apache.poll() is not None:
                    sys.exit(f'Apache did not start: {apache.stderr.read().decode()}')
                time.sleep(0.1)
        sys.exit('Apache does not answer.')

    try:
        yield port, ask
    finally:
        os.killpg(apache.pid, signal.SIGTERM)
        apache.wait()
PYTHON
}
