#!/usr/bin/env bash
# SimpleSAMLphp (Debian: simplesamlphp, php-cli, php-xml) as a SAML identity provider on http://localhost:PORT, in the
# foreground.
#   simplesamlphp.sh STATE_DIR PORT [SP_METADATA_FILE | SP_ENTITY_ID ACS_URL SLO_URL]…
# Where one is known by its metadata, assertions are encrypted, and requests have to be signed. Everything that it writes
# is below STATE_DIR; what a service provider has to know about it is STATE_DIR/idp.xml. It ends, with all its processes,
# at SIGTERM. Root is needed to start it; PHP itself runs as www-data. The accounts are those of saml-users.json.
set -euo pipefail
dir=$1 port=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
base=http://localhost:$port
mkdir -p "$dir"/{config,metadata,cert,log,tmp,data,sessions}

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$dir/cert/idp.pem" -out "$dir/cert/idp.crt" \
  -subj /CN=idp.example.test 2>/dev/null
certificate=$(grep -v -- ----- "$dir/cert/idp.crt" | tr -d '\n')
cp "$here/saml-users.json" "$dir/users.json"

cat >"$dir/config/config.php" <<PHP
<?php
require '/etc/simplesamlphp/config.php';
\$config = array_merge(\$config, [
  'baseurlpath' => '$base/', 'application' => ['baseURL' => '$base/'],
  'certdir' => '$dir/cert/', 'loggingdir' => '$dir/log/', 'datadir' => '$dir/data/', 'tempdir' => '$dir/tmp',
  'metadatadir' => '$dir/metadata/', 'store.type' => 'phpsession', 'session.phpsession.savepath' => '$dir/sessions',
  'session.cookie.secure' => false, 'session.cookie.samesite' => null,
  'secretsalt' => bin2hex('for tests only'), 'auth.adminpassword' => bin2hex(random_bytes(16)),
  'logging.handler' => 'file', 'statistics.out' => [], 'admin.checkforupdates' => false,
  'metadata.sources' => array_merge([['type' => 'flatfile']], array_map(function (\$file) {
    return ['type' => 'xml', 'file' => \$file];
  }, glob('$dir/sp-*.xml'))),
  'enable.saml20-idp' => true, 'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
  'authproc.idp' => [],
]);
PHP

cat >"$dir/config/authsources.php" <<PHP
<?php
\$names = [
  'eppn' => '1.3.6.1.4.1.5923.1.1.1.6', 'entitlement' => '1.3.6.1.4.1.5923.1.1.1.7',
  'affiliation' => '1.3.6.1.4.1.5923.1.1.1.9', 'uid' => '0.9.2342.19200300.100.1.1',
  'mail' => '0.9.2342.19200300.100.1.3', 'cn' => '2.5.4.3', 'sn' => '2.5.4.4', 'givenName' => '2.5.4.42',
  'displayName' => '2.16.840.1.113730.3.1.241', 'title' => '2.5.4.12',
];
\$config = ['users' => ['exampleauth:UserPass']];
foreach (json_decode(file_get_contents('$dir/users.json'), true) as \$login => \$user) {
  \$attributes = [];
  foreach (\$user['attributes'] as \$name => \$values) \$attributes['urn:oid:' . \$names[\$name]] = \$values;
  \$config['users'][\$login . ':' . \$user['password']] = \$attributes;
}
PHP

cat >"$dir/metadata/saml20-idp-hosted.php" <<PHP
<?php
\$metadata['$base/idp'] = [
  'host' => '__DEFAULT__', 'privatekey' => 'idp.pem', 'certificate' => 'idp.crt', 'auth' => 'users',
  'assertion.encryption' => (bool) glob('$dir/sp-*.xml'), 'redirect.validate' => (bool) glob('$dir/sp-*.xml'),
  'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri', 'sign.logout' => true,
];
PHP

echo '<?php' >"$dir/metadata/saml20-sp-remote.php"
while [ $# -gt 0 ]; do
  if [ -f "$1" ]; then
    cp "$1" "$dir/sp-$#.xml"
    shift
    continue
  fi
  cat >>"$dir/metadata/saml20-sp-remote.php" <<PHP
\$metadata['$1'] = [
  'AssertionConsumerService' => [
    ['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'Location' => '$2', 'index' => 0],
  ],
  'SingleLogoutService' => [['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', 'Location' => '$3']],
];
PHP
  shift 3
done

redirect=urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect
cat >"$dir/idp.xml" <<XML
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" entityID="$base/idp">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <Extensions><shibmd:Scope regexp="false">example.test</shibmd:Scope></Extensions>
    <KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>$certificate</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
    <SingleLogoutService Binding="$redirect" Location="$base/saml2/idp/SingleLogoutService.php"/>
    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</NameIDFormat>
    <SingleSignOnService Binding="$redirect" Location="$base/saml2/idp/SSOService.php"/>
  </IDPSSODescriptor>
</EntityDescriptor>
XML
chmod 755 "$dir"
chown -R www-data:www-data "$dir"

# setsid gives PHP and the workers that it forks a process group of their own.
SIMPLESAMLPHP_CONFIG_DIR=$dir/config PHP_CLI_SERVER_WORKERS=2 \
  setsid setpriv --reuid=www-data --regid=www-data --clear-groups \
  php -d "error_log=$dir/log/php.log" -d "sys_temp_dir=$dir/tmp" \
  -S "127.0.0.1:$port" -t /usr/share/simplesamlphp/www >"$dir/log/server.log" 2>&1 </dev/null &
php=$!
finish() {
  trap - TERM INT EXIT
  kill -- "-$php" 2>/dev/null || true
  wait
}
trap finish TERM INT EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do kill -0 "$php" || exit 1; sleep 0.05; done
echo "READY $base"
wait "$php"
