# To be sourced, however often: a folder of the script's own, $here, which goes when the script ends.
set -euo pipefail
if [ -z "${here-}" ]; then
  here=$(mktemp -d)
  trap 'rm -rf "$here"' EXIT
fi
