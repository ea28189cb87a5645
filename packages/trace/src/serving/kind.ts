/** What an answer can be. */
export type Kind = 'html' | 'json' | 'text';

/**
 * What a client wants of the three: the one that it names, the most wanted first, and of equals in the order of this
 * list: a page, JSON, text. Who takes anything (curl) is at a terminal.
 */
export function kindOf(accept: string | undefined): Kind {
  let best: Kind = 'text';
  let most = 0;
  for (const [kind, type] of TYPES) {
    const weight = weightOf(accept ?? '', type);
    if (weight <= most) continue;
    best = kind;
    most = weight;
  }
  return best;
}

const TYPES = [
  ['html', 'text/html'],
  ['json', 'application/json'],
  ['text', 'text/plain'],
] as const;

function weightOf(accept: string, type: string): number {
  for (const range of accept.slice(0, 1000).split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    return weight >= 0 && weight <= 1 ? weight : 0;
  }
  return 0;
}
