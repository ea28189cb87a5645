export const HELP = `Usage: who-htpasswd [set] FILE USER    sets the password of a user
       who-htpasswd verify FILE USER   says whether a password is right
       who-htpasswd delete FILE USER   removes a user
       who-htpasswd list FILE          shows names, what their hashes are, and which are outdated

Passwords are asked for, new ones twice; where there is no terminal, they are the first line of standard input. A file
that is not there is made, for its owner's eyes only.

  -s, --scheme NAME   how new hashes are made: bcrypt (the default), sha512-crypt, and argon2id and scrypt, which
                      @who/plugin-htpasswd reads and neither Apache nor nginx does. For list, what is up to date
  -c, --cost N        bcrypt's cost (10 by default), rounds of sha512-crypt, passes of argon2id, log2 of scrypt's N
  -w, --wait SECONDS  how long to wait for others who change the file (10)
  -h, --help

Files are replaced as a whole. Several of these commands, and a server that upgrades hashes, wait for each other by
FILE.lock; Apache's htpasswd does not know of it: what it writes at the same moment may be lost.

Exit codes: 0, 1 when something cannot be read or changed, 2 when called wrongly, 3 when the password is wrong,
6 when there is no such user.
`;
