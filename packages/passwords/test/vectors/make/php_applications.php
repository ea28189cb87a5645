<?php
// Answers for drivers.py with the classes of WordPress and MediaWiki themselves: php php_applications.php NAME FOLDER
error_reporting(E_ALL & ~E_DEPRECATED);
[, $name, $folder] = $argv;

if ($name === 'wordpress') {
  define('ABSPATH', "$folder/usr/share/wordpress/");
  define('WPINC', 'wp-includes');
  function apply_filters($filter, $value) { return $value; }
  require ABSPATH . 'wp-includes/pluggable.php';
  require ABSPATH . 'wp-includes/class-phpass.php';
  $make = function ($password, $q) {
    global $wp_hasher;
    $wp_hasher = new PasswordHash($q['log2'], true);
    return wp_hash_password($password);
  };
  $verify = fn ($password, $stored) => wp_check_password($password, $stored);
} else {
  $includes = "$folder/usr/share/mediawiki/includes";
  spl_autoload_register(function ($class) use ($includes) {
    foreach (['password', 'utils', 'exception'] as $sub) {
      if (is_file("$includes/$sub/$class.php")) require "$includes/$sub/$class.php";
    }
    if ($class === 'MediaWiki\MainConfigNames') require "$includes/MainConfigNames.php";
  });
  // The types of MainConfigSchema.php, with costs of our own.
  $factory = fn ($q) => new PasswordFactory([
    'A' => ['class' => MWOldPassword::class],
    'B' => ['class' => MWSaltedPassword::class],
    'pbkdf2-legacyA' => ['class' => LayeredParameterizedPassword::class, 'types' => ['A', 'pbkdf2']],
    'pbkdf2-legacyB' => ['class' => LayeredParameterizedPassword::class, 'types' => ['B', 'pbkdf2']],
    'bcrypt' => ['class' => BcryptPassword::class, 'cost' => 4],
    'pbkdf2' => ['class' => Pbkdf2Password::class, 'algo' => $q['algo'] ?? 'sha512', 'cost' => $q['cost'] ?? '10', 'length' => $q['length'] ?? '64'],
    'argon2' => ['class' => Argon2Password::class, 'algo' => 'auto', 'memory_cost' => 8, 'time_cost' => 1, 'threads' => 1],
  ], 'pbkdf2');
  $make = function ($password, $q) use ($factory) {
    $made = $factory($q)->newFromType($q['type']);
    $made->crypt($password);
    return $made->toString();
  };
  $verify = fn ($password, $stored) => $factory([])->newFromCiphertext($stored)->verify($password);
}

while (($line = fgets(STDIN)) !== false) {
  $q = json_decode($line, true);
  $password = hex2bin($q['password']);
  try {
    $answer = $q['do'] === 'hash' ? ['text' => $make($password, $q)] : ['yes' => $verify($password, $q['stored'])];
  } catch (Throwable $problem) {
    $answer = ['error' => get_class($problem) . ': ' . $problem->getMessage()];
  }
  echo json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
