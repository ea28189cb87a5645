# To be sourced: the htpasswd of Debian's Apache, in a folder of its own, which goes when the script ends.
source "$(dirname "$0")/lib/debian.sh"

debian_htpasswd() {
  debian apache2-utils=2.4.71-1~deb12u1 libaprutil1 libapr1
}

htpasswd() {
  LD_LIBRARY_PATH="$here/debian/usr/lib/$(uname -m)-linux-gnu" "$here/debian/usr/bin/htpasswd" "$@" 2>>"$here/htpasswd.log"
}

# What a command ends with.
status() { "$@" && echo 0 || echo $?; }
