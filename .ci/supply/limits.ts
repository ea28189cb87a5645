import type { Foreign } from './closure.js';

/** What lawyers of our users have nothing to say about. */
const LICENCES: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Unlicense',
];

/** How much an installation may bring along. */
interface Limit {
  readonly packages: number;
  readonly kilobytes: number;
}

/** By our package. More is a decision: somebody has to change the number, and somebody else sees it. */
const DEFAULT: Limit = { packages: 4, kilobytes: 800 };
const LIMITS: Readonly<Record<string, Limit>> = {
  cli: { packages: 4, kilobytes: 2000 },
  config: { packages: 3, kilobytes: 2000 },
  'create-app': { packages: 8, kilobytes: 300 },
  'create-plugin': { packages: 8, kilobytes: 300 },
  'dev-saml-idp': { packages: 7, kilobytes: 1300 },
  limiter: { packages: 12, kilobytes: 2400 },
  'plugin-cas': { packages: 5, kilobytes: 450 },
  'plugin-metadata-cache-redis': { packages: 7, kilobytes: 4000 },
  'plugin-oidc': { packages: 6, kilobytes: 1000 },
  'plugin-saml': { packages: 27, kilobytes: 9000 },
  testkit: { packages: 6, kilobytes: 6500 },
};

/** What is wrong with what one of our packages brings along. */
export function supplyProblems(folder: string, brings: readonly Foreign[]): string[] {
  const limit = LIMITS[folder] ?? DEFAULT;
  const kilobytes = Math.ceil(brings.reduce((sum, { bytes }) => sum + bytes, 0) / 1000);
  return [
    ...(brings.length > limit.packages
      ? [`it brings ${brings.length} packages along; ${limit.packages} are allowed`]
      : []),
    ...(kilobytes > limit.kilobytes ? [`it brings ${kilobytes} kB along; ${limit.kilobytes} are allowed`] : []),
    ...brings.flatMap(({ name, version, license, installScripts }) => [
      ...(isAllowed(license) ? [] : [`${name}@${version} has the licence ${license}`]),
      ...installScripts.map((script) => `${name}@${version} runs ${script} when it is installed`),
    ]),
  ];
}

/** `(MIT OR GPL-3.0)` is fine, `MIT AND GPL-3.0` is not. */
function isAllowed(license: string): boolean {
  const plain = license.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' AND ')) return plain.split(' AND ').every(isAllowed);
  return plain.split(' OR ').some((one) => LICENCES.includes(one));
}
