import { type Findings, quoted } from '../findings/finding.js';
import type { Plan, PlannedPart, PlanValue } from '../plan/plan.js';
import { isObject } from '../plan/references.js';

/** Refuses what lets somebody in who should not be, unless it is named. */
export function checkSafety(plan: Plan, allowed: readonly string[], findings: Findings): void {
  for (const name of allowed) {
    if (UNSAFE.includes(name)) continue;
    const place = plan.places.get('allowUnsafe') ?? { file: plan.file };
    findings.error(
      'CONFIG_UNKNOWN',
      place,
      `${quoted(name)} is nothing that could be allowed.${findings.hint(name, UNSAFE)}`,
    );
  }
  for (const part of plan.plugins) {
    for (const { option, name, problem } of dangersOf(part)) {
      const place = part.places.get(option) ?? part.place;
      const how = plan.format === 'ini' ? `"allow_unsafe = ${name}" in [who]` : `"allowUnsafe": ["${name}"]`;
      if (allowed.includes(name)) findings.warn('CONFIG_UNSAFE', place, `${problem} It is allowed by ${quoted(name)}.`);
      else findings.error('CONFIG_UNSAFE', place, `${problem} To have it all the same: ${how}.`);
    }
  }
}

interface Danger {
  readonly option: string;
  readonly name: string;
  readonly problem: string;
}

function dangersOf({ use, options, python }: PlannedPart): readonly Danger[] {
  switch (use) {
    case '@who/plugin-auth-tkt':
      return weakTickets(options, python !== undefined);
    case '@who/plugin-htpasswd':
      return weakPasswords('allow', options['allow']);
    case '@who/plugin-sql':
      return isObject(options['passwords'])
        ? weakPasswords('passwords', options['passwords']['allow'] as PlanValue)
        : [];
    default:
      return [];
  }
}

/** MD5 is for the time in which peers change to something else; a list of secrets says that they are at it. */
function weakTickets(options: PlannedPart['options'], isPython: boolean): readonly Danger[] {
  const { digest, oldDigests, secrets } = options;
  const digests = [digest, ...(Array.isArray(oldDigests) ? oldDigests : [])];
  if (!digests.includes('md5') || (Array.isArray(secrets) && secrets.length > 1)) return [];
  const [name, other] = isPython ? ['digest_algo', 'digest_algo = sha256'] : ['digest', 'sha256'];
  const problem = `Tickets are signed with MD5 and one secret, which whoever has a ticket can look for: take ${other} on all sides that share them.`;
  return [
    {
      option: 'digest',
      name: 'md5',
      problem: isPython && digest === 'md5' ? `${problem} It is Python's default for ${name}.` : problem,
    },
  ];
}

function weakPasswords(option: string, allow: PlanValue | undefined): readonly Danger[] {
  const schemes = Array.isArray(allow) ? allow.filter((one): one is string => typeof one === 'string') : [];
  return Object.entries(PASSWORDS).flatMap(([name, { of, problem }]) =>
    of.some((scheme) => schemes.includes(scheme)) ? [{ option, name, problem }] : [],
  );
}

const PASSWORDS: Readonly<Record<string, { readonly of: readonly string[]; readonly problem: string }>> = {
  plain: {
    of: ['plain', 'unmarked-plain'],
    problem: 'Passwords are stored as they are: whoever reads the file can sign in as anybody.',
  },
  'des-crypt': {
    of: ['des-crypt'],
    problem:
      'DES-crypt sees eight characters of a password, and falls in hours: let people set new ones (htpasswd -B).',
  },
  nt: { of: ['nt'], problem: 'NT hashes have no salt, and fall at once.' },
};

const UNSAFE: readonly string[] = ['md5', ...Object.keys(PASSWORDS)];
