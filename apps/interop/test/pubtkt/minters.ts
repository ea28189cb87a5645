import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PubtktDigest } from '@who/plugin-auth-pubtkt';

/** Where Debian puts the login servers in Perl and PHP that come with mod_auth_pubtkt. */
const EXAMPLES = '/usr/share/doc/libapache2-mod-auth-pubtkt/examples';

/** What the minters that come with mod_auth_pubtkt take: everything as it is to stand in the ticket. */
export interface MinterInput {
  readonly uid: string;
  readonly cip: string;
  readonly validuntil: number;
  /** Seconds before the end. */
  readonly grace: number;
  readonly tokens: string;
  readonly udata: string;
  readonly multifactor: boolean;
}

const PERL = `
use lib '${EXAMPLES}/perl-login';
use mod_auth_pubtkt;
use JSON::PP; use Encode;
my ($key, $type, $digest) = @ARGV;
local $/;
my @tickets = map {
  my %in = %$_;
  pubtkt_generate(privatekey => $key, keytype => $type, digest => $digest, userid => encode_utf8($in{uid}),
    clientip => $in{cip}, validuntil => $in{validuntil}, graceperiod => $in{grace}, tokens => encode_utf8($in{tokens}),
    userdata => encode_utf8($in{udata}), multifactor => $in{multifactor} ? 1 : 0)
} @{decode_json(<STDIN>)};
print JSON::PP->new->ascii->encode([map { decode_utf8($_) } @tickets]);
`;

const PHP = `
require '${EXAMPLES}/php-login/pubtkt.inc';
[, $key, $type, $digest] = $argv;
$ticket = fn($in) => pubtkt_generate($key, strtoupper($type), $digest, $in->uid, $in->cip, $in->validuntil, $in->grace,
  $in->tokens, $in->udata, null, $in->multifactor);
echo json_encode(array_map($ticket, json_decode(stream_get_contents(STDIN))));
`;

/** Languages in which there is a minter. */
export type Language = 'Perl' | 'PHP';

const PROGRAMS: Readonly<Record<Language, { command: string; args: readonly string[]; needs: readonly string[] }>> = {
  Perl: {
    command: 'perl',
    args: ['-e', PERL],
    needs: [`${EXAMPLES}/perl-login/mod_auth_pubtkt.pm`, '/usr/share/perl5/IPC/Run3.pm'],
  },
  PHP: { command: 'php', args: ['-r', PHP, '--'], needs: [`${EXAMPLES}/php-login/pubtkt.inc`, '/usr/bin/php'] },
};

export function hasMinter(language: Language): boolean {
  return PROGRAMS[language].needs.every((file) => existsSync(file));
}

/** Tickets that one of them has made, with a key of the fixtures. */
export function mint(
  language: Language,
  key: 'rsa' | 'dsa',
  digest: PubtktDigest,
  inputs: readonly MinterInput[],
): readonly string[] {
  const { command, args } = PROGRAMS[language];
  const file = fileURLToPath(new URL(`keys/${key}.pem`, FIXTURES));
  const input = JSON.stringify(inputs);
  return JSON.parse(execFileSync(command, [...args, file, key, digest], { input, encoding: 'utf8' }));
}

const FIXTURES = new URL('../../../../packages/plugin-auth-pubtkt/test/fixtures/', import.meta.url);
