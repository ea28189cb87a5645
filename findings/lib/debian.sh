# To be sourced: Debian's packages in a folder of their own, which goes when the script ends.
source "$(dirname "$0")/lib/folder.sh"

# Unpacks packages, `NAME` or `NAME=VERSION`, below $here/debian; installs nothing and runs none of their scripts.
debian() {
  mkdir -p "$here/debian" "$here/packages"
  chmod 755 "$here" "$here/packages"
  (cd "$here/packages" && apt-get download -qq -o APT::Sandbox::User=root "$@" >"$here/apt.log" 2>&1) || {
    cat "$here/apt.log" >&2
    echo 'The packages cannot be had: try "apt-get update".' >&2
    exit 2
  }
  for package in "$here"/packages/*.deb; do dpkg-deb -x "$package" "$here/debian"; done
}

# Debian's own Python with the packages that were unpacked.
python() {
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$here/debian/usr/lib/python3/dist-packages" /usr/bin/python3 "$@"
}
