export const HELP = `Usage: who explain [OPTION…]

Says why a request is signed in, or is not: what each plugin makes of it, stage by stage. Nothing is sent to anybody, but by
plugins of an engine that ask others. The request has no body.

The request, one of these; a cookie on standard input if all are left out:
  --cookie-file FILE  a cookie: its value, NAME=VALUE, or a line of Cookie or Set-Cookie
  --headers FILE      headers, as curl -v, developer tools, or the debug log of nginx show them
  --har FILE          what developer tools save, "with sensitive data"; or HAR of anything else
  --entry N           which request of it, from 1; the last with cookies if it is left out
  --address ADDRESS   where it came from; 127.0.0.1 if it is left out
FILE may be "-", for standard input.

What it is asked of:
  --engine MODULE     a module that exports an engine, as default or as "who"
or a ticket of @who/plugin-auth-tkt, explained field by field, with options as the plugin has them:
  --secret-file FILE  secrets, one on a line, the newest first
  --cookie-name NAME  --format FORMAT  --digest DIGEST  --compat WHOSE  --audience NAME  --timeout TIME (or none)
  --include-ip        tickets are bound to --address
Without a file, the secret is in the variable WHO_SECRET, or is asked for; where there is no terminal, it is the first line of
standard input, and the cookie the next. Neither is ever an argument, which other users of the machine could read.

  --json              for programs, on one line

Exit codes: 0 somebody is signed in; 1 nobody is; 2 called wrongly.
`;
