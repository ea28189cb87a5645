<?php
// Answers for drivers.py with PHP's own functions.
error_reporting(E_ALL);
set_error_handler(function ($level, $text) { throw new ErrorException($text); });
while (($line = fgets(STDIN)) !== false) {
  $q = json_decode($line, true);
  $password = hex2bin($q['password']);
  try {
    if ($q['do'] === 'hash') {
      $answer = ['text' => password_hash($password, $q['algorithm'], $q['options'] ?? [])];
    } elseif ($q['do'] === 'crypt') {
      $answer = ['text' => crypt($password, $q['salt'])];
    } else {
      $answer = ['yes' => password_verify($password, $q['stored'])];
    }
  } catch (Throwable $problem) {
    $answer = ['error' => 'PHP says: ' . $problem->getMessage()];
  }
  echo json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
}
