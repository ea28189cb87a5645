/** A page before it is rendered. */
export interface Page {
  /** Where it is on the site: `how-to/cas.html`. */
  readonly path: string;
  /** The group in the navigation. */
  readonly section: Section;
  /** What the navigation calls it, where that is not its title. */
  readonly name?: string | undefined;
  /** A line below its name in lists. */
  readonly summary?: string | undefined;
  readonly markdown: string;
  /** The file of the repository whose relative links it has: `packages/core/README.md`. */
  readonly source: string;
}

export type Section = 'start' | 'how-to' | 'explanations' | 'reference' | 'coming-from' | 'packages';

/** In the order of the navigation. */
export const SECTIONS: Readonly<Record<Section, string>> = {
  start: 'Start here',
  'how-to': 'How-to',
  explanations: 'Explanations',
  reference: 'Reference',
  'coming-from': 'Coming from',
  packages: 'Packages',
};

/** The first heading of a Markdown text, without its marks. */
export function titleOf(markdown: string): string {
  const [, title = ''] = /^# (.+)$/m.exec(markdown) ?? [];
  return title.replaceAll('`', '');
}
