import { integer, words } from '../ini/python-text.js';
import type { Plan } from '../plan/plan.js';
import { type IniContext, sectionOf } from './section.js';

type Settings = Pick<Plan, 'publicUrl' | 'challengeRequests' | 'maxFormBytes' | 'allowUnsafe' | 'places'>;

/** Options of `[who]`, which repoze.who passes over, and what they are in `createWho`. */
const OPTIONS: Readonly<Record<string, string>> = {
  public_url: 'publicUrl',
  challenge_requests: 'challengeRequests',
  max_form_bytes: 'maxFormBytes',
  allow_unsafe: 'allowUnsafe',
};

/** What `[who]` says. As in Python, all kinds of requests are challenged where it says nothing of that. */
export function settingsOf(context: IniContext): Settings {
  const { document, findings } = context;
  const ini = document.sections.get('who');
  const section = ini && sectionOf(context, ini);
  const places = new Map();
  for (const [option, { place }] of section?.options ?? []) {
    const ours = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
    if (ours !== undefined) places.set(ours, place);
    else if (ini?.options.has(option)) {
      findings.error('CONFIG_UNKNOWN', place, `is not known.${findings.hint(option, Object.keys(OPTIONS))}`);
    }
  }
  const text = (option: string): string | undefined => section?.options.get(option)?.value;
  const urls = words(text('public_url') ?? '');
  const requests = text('challenge_requests') ?? 'all';
  if (requests !== 'all' && requests !== 'navigations') {
    findings.error('CONFIG_BAD_VALUE', places.get('challengeRequests'), 'must be "all" or "navigations".');
  }
  const bytes = text('max_form_bytes');
  const maxFormBytes = bytes === undefined ? undefined : integer(bytes);
  if (bytes !== undefined && maxFormBytes === undefined) {
    findings.error('CONFIG_BAD_VALUE', places.get('maxFormBytes'), 'must be a whole number of bytes.');
  }
  return {
    publicUrl: urls.length > 1 ? urls : urls[0],
    challengeRequests: requests === 'navigations' ? requests : 'all',
    maxFormBytes,
    allowUnsafe: words(text('allow_unsafe') ?? ''),
    places,
  };
}
