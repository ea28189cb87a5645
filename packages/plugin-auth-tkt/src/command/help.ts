export const HELP = `Usage: who-auth-tkt inspect [FILE] [OPTION…]
       who-auth-tkt verify  [FILE] [OPTION…]
       who-auth-tkt mint    --userid NAME [OPTION…]

inspect explains a cookie, field by field, and needs no secret. verify says whether a ticket is accepted, or everything for
which it is not. mint makes one. npx @who/plugin-auth-tkt does the same.

The cookie is in FILE or on standard input: its value, NAME=VALUE, or a line of Cookie or Set-Cookie. Secrets come from
--secret-file, or one is asked for; where there is no terminal, it is the first line of standard input, and the cookie the
next. Neither is ever an argument, which other users of the machine could read.

  --secret-file FILE    secrets, one on a line, the newest first: it signs, all of them verify
  --cookie-name NAME    auth_tkt if it is left out
  --format FORMAT       auth_tkt or who1; mint: auth_tkt if it is left out
  --digest DIGEST       md5, sha256 or sha512; mint: sha256 if it is left out
  --compat WHOSE        repoze or mod_auth_tkt; mint: repoze if it is left out
  --userid-types WHOSE  pyramid: userids are in base64 where the userdata says so
  --audience NAME       for whom a ticket of who1 is
  --address ADDRESS     the client's, where tickets are bound to it
  --time TIME           the time to go by, as seconds or a date; now if it is left out
  --json                for programs, on one line
  verify:
  --timeout TIME        7200, 2h, "1w 3d" or none; 2h if it is left out
  --clock-skew TIME     how far ahead another clock may be; 60 if it is left out
  mint:
  --userid NAME  --token TOKEN (for each)  --userdata TEXT  --encrypt-userdata (who1)

What verify is not told, may be anything: it says what it is. Exit codes: 0 made, accepted or explained; 1 refused, no ticket,
or impossible to make; 2 called wrongly.
`;
