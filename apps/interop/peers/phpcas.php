<?php
// An application that signs in by phpCAS (Debian: php-cas, php-curl), for PHP's own web server. Its environment says
// where what is. It answers whom it sees; with ?fetch=URL, what another application says when it asks in their name.
require_once 'CAS/CAS.php';

$cas = parse_url(getenv('CAS_URL'));
$own = getenv('OWN_URL');
$role = getenv('ACTS_FOR_USERS') ? 'proxy' : 'client';
session_save_path(getenv('STATE_DIR'));
// One host, several ports: browsers keep cookies by the host alone.
session_name('PHP' . parse_url($own, PHP_URL_PORT));
if ($role === 'proxy') {
  // phpCAS takes proxy-granting tickets by https only, as it would behind a front end that speaks TLS.
  $_SERVER['HTTPS'] = 'on';
}
phpCAS::$role(getenv('CAS_VERSION'), $cas['host'], $cas['port'], $cas['path'], $own);
phpCAS::setCasServerCACert(getenv('CA_FILE'));
phpCAS::setFixedServiceURL("$own/app");
if ($role === 'proxy') {
  phpCAS::setPGTStorageFile(getenv('STATE_DIR'));
  phpCAS::setFixedCallbackURL("$own/pgt");
}
if (getenv('ACCEPT_PROXY')) {
  phpCAS::allowProxyChain(new CAS_ProxyChain([getenv('ACCEPT_PROXY')]));
}
phpCAS::handleLogoutRequests(false);
phpCAS::forceAuthentication();

header('Content-Type: application/json');
if (isset($_GET['fetch'])) {
  $service = phpCAS::getProxiedService(PHPCAS_PROXIED_SERVICE_HTTP_GET);
  $service->setUrl($_GET['fetch']);
  $service->send();
  echo $service->getResponseBody();
  return;
}
$attributes = [];
foreach (phpCAS::getAttributes() as $name => $values) {
  $attributes[strtolower($name)] = (array) $values;
}
echo json_encode(['user' => phpCAS::getUser(), 'attributes' => $attributes]);
