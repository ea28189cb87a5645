#!/usr/bin/env bash
# unixcrypt hashes passwords wrong whose bytes fill whole blocks of the digest: 32, 64, 96 for $5$, 64, 128 for $6$.
#
# Versions:  npm: unixcrypt 3.0.4
# Behaviour: `verify` says no to the lines that crypt(3) writes for such passwords, and `encrypt` writes lines that
#            crypt(3) refuses. Passwords that are a byte shorter or longer are right.
# Guess:     the form is SHA-crypt's, so that each of both reads what the other one wrote, whatever the length.
# Hurt:      machines and people whose password was generated: `openssl rand -hex 16` and `-hex 32` have 32 and 64
#            characters. Their line in an htpasswd file or a shadow file counts in Apache, PAM and OpenLDAP, and not in
#            such an application, and the other way round.
# Output:    {"$5$":{"31":true,"32":false,"33":true,"63":true,"64":false,"65":true},
#            "$6$":{"31":true,"32":true,"33":true,"63":true,"64":false,"65":true}}, in one line
source "$(dirname "$0")/lib/npm.sh"
npm_packages unixcrypt@3.0.4

# Made by crypt(3) of libxcrypt 4.4.33 (Debian 12) for so many times `a`.
cat >lines.json <<'JSON'
[
  [31, "$5$rounds=1000$saltstring$VSIEg5IBmEcI9lNwdh3zt9IikF8bkVZtl7UHo9xepn."],
  [32, "$5$rounds=1000$saltstring$VfRPOAIVguWtPXPMKZCbYU5kNs72xfckLfibWxkZCA1"],
  [33, "$5$rounds=1000$saltstring$BgGMpyNtTSOtqqhw5vu/94C3Gt5/UMN4ks9zevz7WSC"],
  [63, "$5$rounds=1000$saltstring$dTWv59xtRt1lnllpy64BSNOWnjMDnPfH8hb1dLHEa69"],
  [64, "$5$rounds=1000$saltstring$fsLJTUHVT2mb1h7V79hnxHBRjBpZXnWNnp02SEPvsFA"],
  [65, "$5$rounds=1000$saltstring$BTFaNmC3Ftf519ELVTGANigeEchFCA1nWeco3AtKSm0"],
  [31, "$6$rounds=1000$saltstring$qvCELmGFeu1Mf.oFqCwJJoUIazCP1TLb/3fODbJpTHDAu7GTVfv0vlypL6iuv.jNk0oceLK0u5D7gANNa/sRt0"],
  [32, "$6$rounds=1000$saltstring$WX0693sCvmLWnVof9qoK8OSZ7RUImWPlsj7uC2RczJlge2eo5fuZ1lZYTPiie.NQGntDcn/vKL.b7ybKFoYMV/"],
  [33, "$6$rounds=1000$saltstring$H8NuOwK1k5wOKRml5MYHPjJt0yG.twbJ512760AtphAMZgiL85M0CALYPfup9UXFtlFr36sSoFVuVYLUDiN9b/"],
  [63, "$6$rounds=1000$saltstring$am2Q4HztwKk1FcP0LAqjU5tjRn/f/y2rIBQxG61tbKrSIfYjURO9BHDywhTfCIQAspPHmtUk.VFa5niS0/fXd/"],
  [64, "$6$rounds=1000$saltstring$N2b97dAUw6yvWMEe1RNXvm6yVr4uGNfT2lBBly1kgO9yhAzRI8k3g/BSxBpdqVLwGTX63.6tVpLPFvkQ.rWex1"],
  [65, "$6$rounds=1000$saltstring$LWah.z5HeTGlxc1uSArbYrNrJ7biFFEo8KDCVf6LR1f4I5OTY1UTheR.Jqh6nfvf.dnE21r2qz3xNN7f2Mzcg."]
]
JSON

cat >ask.mjs <<'JAVASCRIPT'
import { readFileSync } from 'node:fs';
import { verify } from 'unixcrypt';

const isRight = {};
for (const [length, line] of JSON.parse(readFileSync('lines.json', 'utf8'))) {
  isRight[line.slice(0, 3)] ??= {};
  isRight[line.slice(0, 3)][length] = verify('a'.repeat(length), line);
}
console.log(JSON.stringify(isRight));
JAVASCRIPT

seen=$(node ask.mjs)
echo "$seen"
of5='{"31":true,"32":false,"33":true,"63":true,"64":false,"65":true}'
of6='{"31":true,"32":true,"33":true,"63":true,"64":false,"65":true}'
[ "$seen" = "{\"\$5\$\":$of5,\"\$6\$\":$of6}" ] || exit 1
