export const CONFIG_HELP = `Usage: who check FILE [OPTION…]
       who convert FILE --to typescript|json|yaml [OPTION…]

check says what an engine of the file would do: a who.ini of repoze.who, JSON or YAML. Nothing is started.
convert writes the same as TypeScript, JSON or YAML, with variables in the place of secrets.

  --format ini|json|yaml  what the file is; by its name if it is left out
  --public-url URL        the application's URL, where the file does not have it
  --allow-unsafe NAME     md5, plain, des-crypt or nt; may be there several times
check only:
  --against URL           asks a running application whether it answers as the file says; nobody is signed in by it
  --page PATH             a page of it that asks to sign in, such as /private
  --json                  for programs, on one line

Exit codes: 0 all is well; 1 the file has errors, or the application is otherwise; 2 called wrongly.
`;
