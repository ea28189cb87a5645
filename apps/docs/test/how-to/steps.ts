import { readFileSync } from 'node:fs';
import { includeAll } from '../../src/markdown/includes.js';
import { home, root } from '../../src/site/places.js';

/** What a page tells its readers to do, in its order. */
export type Step =
  /** They save a file. */
  | { readonly kind: 'file'; readonly name: string; readonly text: string; readonly source: string }
  /** They type commands. `how` is what `<!-- run: … -->` above them says. */
  | {
      readonly kind: 'commands';
      readonly how: string;
      readonly commands: string;
      readonly shows: string;
      readonly line: number;
    }
  /** They open a browser: `<!-- visit: … -->`. */
  | { readonly kind: 'visit'; readonly name: string };

/** @param path below `pages/` @throws when the page has code of its own, or commands of which it does not say how they are run */
export function stepsOf(path: string): Step[] {
  const file = `${home}pages/${path}`;
  const markdown = readFileSync(root + file, 'utf8');
  const steps: Step[] = [];
  for (const [all, ...groups] of markdown.matchAll(STEP)) {
    const [source, name, visit, how, language, text = '', shows = ''] = groups;
    const line = markdown.slice(0, markdown.indexOf(all)).split('\n').length;
    if (source !== undefined)
      steps.push({ kind: 'file', source, name: name ?? source.split('/').at(-1) ?? '', text: textOf(source) });
    else if (visit !== undefined) steps.push({ kind: 'visit', name: visit });
    else if (language !== 'sh') throw new Error(`${file}:${line}: code of its own. Let it include a file.`);
    else if (how === undefined) throw new Error(`${file}:${line}: it does not say how the commands are run.`);
    else steps.push({ kind: 'commands', how, commands: text, shows, line });
  }
  return steps;
}

const STEP =
  /^<!-- file: (\S+)(?: as (\S+))? -->$|^<!-- visit: ([^\n]+) -->$|^(?:<!-- run: ([^\n]+) -->\n\n?)?```(\w+)\n(.*?)^```$(?:\n\n(?:It prints|It shows|They print|You see)[^\n]*:\n\n```text\n(.*?)^```$)?/gms;

/** As the page prints it. */
function textOf(source: string): string {
  const included = includeAll(`<!-- file: ${source} -->`, new Map());
  return included.replace(/^.*\n/, '').replace(/````$/, '');
}
