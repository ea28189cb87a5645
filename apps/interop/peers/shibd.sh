#!/usr/bin/env bash
# The daemon of a Shibboleth service provider (Debian: libapache2-mod-shib), in the foreground. Apache loads mod_shib
# with `ShibConfig STATE_DIR/shibboleth2.xml` and does the rest.
#   shibd.sh STATE_DIR ENTITY_ID IDP_ENTITY_ID IDP_METADATA_FILE CHECK_SPOOFING
# Everything that it writes is below STATE_DIR. It ends at SIGTERM. Root is needed to start it; it runs as www-data.
# CHECK_SPOOFING (true, false) says whether mod_shib answers 500 to clients that send headers of its own.
set -euo pipefail
dir=$1 entity=$2 idp=$3 metadata=$4 check=$5
mkdir -p "$dir/log"
cp "$metadata" "$dir/idp.xml"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$dir/sp.key" -out "$dir/sp.crt" -subj /CN=sp.example.test \
  2>/dev/null

cat >"$dir/shibboleth2.xml" <<XML
<SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" clockSkew="180">
  <OutOfProcess logger="$dir/shibd.logger"/>
  <InProcess logger="$dir/native.logger" checkSpoofing="$check"/>
  <UnixListener address="$dir/shibd.sock"/>
  <RequestMapper type="Native"><RequestMap applicationId="default"/></RequestMapper>
  <ApplicationDefaults entityID="$entity" REMOTE_USER="eppn uid">
    <Sessions lifetime="28800" timeout="3600" relayState="ss:mem" checkAddress="false" handlerSSL="false" cookieProps="; path=/; HttpOnly" redirectLimit="exact">
      <SSO entityID="$idp">SAML2</SSO>
      <Logout>SAML2 Local</Logout>
    </Sessions>
    <Errors supportContact="root@localhost"/>
    <MetadataProvider type="XML" path="$dir/idp.xml"/>
    <AttributeExtractor type="XML" validate="false" path="$dir/attribute-map.xml"/>
    <AttributeFilter type="XML" validate="true" path="/etc/shibboleth/attribute-policy.xml"/>
    <CredentialResolver type="File" key="$dir/sp.key" certificate="$dir/sp.crt"/>
  </ApplicationDefaults>
  <SecurityPolicyProvider type="XML" validate="true" path="/etc/shibboleth/security-policy.xml"/>
  <ProtocolProvider type="XML" validate="true" path="/etc/shibboleth/protocols.xml"/>
</SPConfig>
XML

cat >"$dir/attribute-map.xml" <<'XML'
<Attributes xmlns="urn:mace:shibboleth:2.0:attribute-map" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Attribute name="urn:oid:1.3.6.1.4.1.5923.1.1.1.6" id="eppn"><AttributeDecoder xsi:type="ScopedAttributeDecoder" caseSensitive="false"/></Attribute>
  <Attribute name="urn:oid:1.3.6.1.4.1.5923.1.1.1.9" id="affiliation"><AttributeDecoder xsi:type="ScopedAttributeDecoder" caseSensitive="false"/></Attribute>
  <Attribute name="urn:oid:1.3.6.1.4.1.5923.1.1.1.7" id="entitlement"/>
  <Attribute name="urn:oid:0.9.2342.19200300.100.1.1" id="uid"/>
  <Attribute name="urn:oid:0.9.2342.19200300.100.1.3" id="mail"/>
  <Attribute name="urn:oid:2.5.4.3" id="cn"/>
  <Attribute name="urn:oid:2.5.4.4" id="sn"/>
  <Attribute name="urn:oid:2.5.4.42" id="givenName"/>
  <Attribute name="urn:oid:2.5.4.12" id="title"/>
  <Attribute name="urn:oid:2.16.840.1.113730.3.1.241" id="displayName"/>
  <Attribute name="urn:oid:2.5.4.20" id="telephoneNumber"/>
</Attributes>
XML

for name in shibd native; do
  cat >"$dir/$name.logger" <<CONF
log4j.rootCategory=WARN, file
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.fileName=$dir/log/$name.log
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%d{%Y-%m-%d %H:%M:%S} %p %c %x: %m%n
CONF
done
chmod 755 "$dir"
chown -R www-data:www-data "$dir"

/usr/sbin/shibd -F -f -u www-data -g www-data -c "$dir/shibboleth2.xml" -p "$dir/shibd.pid" >"$dir/log/out.log" 2>&1 </dev/null &
shibd=$!
finish() {
  trap - TERM INT EXIT
  kill "$shibd" 2>/dev/null || true
  wait
}
trap finish TERM INT EXIT
until [ -S "$dir/shibd.sock" ]; do
  kill -0 "$shibd" || { cat "$dir"/log/* >&2; exit 1; }
  sleep 0.05
done
echo "READY $dir/shibboleth2.xml"
wait "$shibd"
