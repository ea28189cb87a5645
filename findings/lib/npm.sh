# To be sourced: npm packages in a folder of their own, which goes when the script ends.
source "$(dirname "$0")/lib/folder.sh"

# Installs packages, `NAME@VERSION`, and runs none of their scripts. What follows in the folder is a module.
npm_packages() {
  mkdir -p "$here/client"
  cd "$here/client"
  echo '{ "private": true, "type": "module" }' >package.json
  npm install --silent --no-audit --no-fund --ignore-scripts "$@" || {
    echo 'The packages cannot be had.' >&2
    exit 2
  }
}
