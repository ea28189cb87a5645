import { findingText, shown, UNSHOWN } from '../findings/finding.js';
import { ORDERS, type Plan, type PlannedPart, type PlanValue } from '../plan/plan.js';
import type { Reading } from '../reading/read-plan.js';
import { hideSecrets } from './hide-secrets.js';

/** Says in words what an engine of a file would do, with everything that is wrong or otherwise than it looks. */
export function describePlan({ plan, findings }: Reading): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const list = (title: string, of: typeof findings): readonly string[] =>
    of.length === 0 ? [] : [`\n${title}`, ...of.map((finding) => `  ${findingText(finding)}`)];
  const lines = [
    `${plan.file}: ${FORMATS[plan.format]}`,
    ...hiddenLines(plan),
    ...list(errors.length === 1 ? 'An error' : `${errors.length} errors`, errors),
    ...list('Otherwise than it looks, or than in Python', warnings),
  ];
  return `${lines.join('\n')}\n`;
}

/** Nothing in the place of secrets but that they are some. */
function hiddenLines(given: Plan): readonly string[] {
  const { plan, variables } = hideSecrets(given);
  return enginePart(plan).map((line) =>
    line.replace(/\$\{(\w+)\}/g, (whole, name: string) => (variables.has(name) ? '(a secret)' : whole)),
  );
}

function enginePart(plan: Plan): readonly string[] {
  const { publicUrl, challengeRequests = 'navigations', requestClassifier, challengeDecider, orders } = plan;
  const rows: [string, string][] = [
    ['public URL', publicUrl === undefined ? 'what loadWho() is given' : [publicUrl].flat().join(', ')],
    ...ORDERS.map((order): [string, string] => {
      const names = orders[order].map(({ plugin, only }) => (only ? `${plugin} (${only.join(', ')})` : plugin));
      return [ORDER_NAMES[order], names.join(' → ') || 'none'];
    }),
    ['classifier', requestClassifier?.use ?? 'defaultRequestClassifier'],
    ['decider', challengeDecider?.use ?? 'defaultChallengeDecider'],
    ['challenged', challengeRequests === 'all' ? 'all kinds of requests' : 'navigations'],
  ];
  return [
    ...rows.map(([name, value]) => `  ${name.padEnd(WIDTH)} ${shownText(value)}`),
    ...[...plan.values, ...plan.plugins].flatMap(partLines),
  ];
}

function partLines({ name, use, options, python }: PlannedPart): readonly string[] {
  const from = python === undefined ? '' : `  (for ${shown(python)})`;
  const rows = Object.entries(options).map(([option, value]) => `  ${option.padEnd(WIDTH)} ${valueText(value)}`);
  return [`\n${shown(name)}: ${shown(use)}${from}`, ...rows];
}

function valueText(value: PlanValue): string {
  return shownText(JSON.stringify(value));
}

/** Without what a terminal would obey. */
const shownText = (text: string): string => text.replace(UNSHOWN, '?');

const ORDER_NAMES = {
  identifiers: 'identifiers',
  authenticators: 'authenticators',
  challengers: 'challengers',
  metadataProviders: 'metadata',
} as const;

const FORMATS = { ini: 'a who.ini of repoze.who', json: 'JSON', yaml: 'YAML' } as const;
const WIDTH = 18;
