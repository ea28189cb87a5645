import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a registry says of known holes in what is installed in a folder, or why it says nothing. */
export type Advisories =
  | { readonly asked: true; readonly problems: readonly string[] }
  | { readonly asked: false; readonly reason: string };

/** Holes that are known and do not reach our users, by the address of the advisory, with the reason. */
const ACCEPTED: Readonly<Record<string, string>> = {};

/** Asks by `npm audit`, which sends the names and versions that a lock file holds. Not all registries answer. */
export async function advisoriesFor(folder: string, registry?: string | undefined): Promise<Advisories> {
  const args = ['audit', '--omit=dev', '--json', ...(registry === undefined ? [] : [`--registry=${registry}`])];
  const output = await promisify(execFile)('npm', args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    // It fails both when there are holes and when it could not ask.
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  return readReport(output);
}

interface Report {
  readonly statusCode?: number;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** An advisory, or the name of a package that has one. */
  readonly via: readonly (string | { readonly title: string; readonly url: string; readonly range: string })[];
}

export function readReport(text: string): Advisories {
  const report = parse(text);
  if (!report.vulnerabilities) {
    const { statusCode, message, error } = report;
    const words = message ?? (error?.summary || 'npm audit printed nothing that can be read');
    // Its address is this machine's configuration.
    return { asked: false, reason: statusCode === undefined ? words : `the registry answers ${statusCode}` };
  }
  const problems = Object.values(report.vulnerabilities).flatMap(({ name, severity, via }) =>
    via.flatMap((one) =>
      typeof one === 'string' || one.url in ACCEPTED
        ? []
        : [`${name} ${one.range}: ${one.title} (${severity}), ${one.url}`],
    ),
  );
  return { asked: true, problems };
}

function parse(text: string): Report {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
