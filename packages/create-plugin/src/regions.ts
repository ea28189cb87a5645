import { ROLE_NAMES, type Role } from './roles.js';

/**
 * Keeps the lines of the template that the chosen roles need. Lines between marks belong to roles:
 *
 * - `// #with a b` … `// #end`: kept where one of the roles is chosen;
 * - `// #without a b` … `// #end`: kept where one of them is not.
 *
 * Regions nest. In Markdown a mark is an HTML comment. Marks themselves are never kept.
 *
 * @throws {Error} when the template is wrong
 */
export function keepRegions(text: string, roles: ReadonlySet<Role>): string {
  const open: boolean[] = [];
  const lines = text.split('\n').filter((line) => {
    const [mark, kind, names = ''] = MARK.exec(line) ?? [];
    if (mark === undefined) return open.every(Boolean);
    if (kind !== 'end') open.push(names.split(' ').some((name) => roles.has(toRole(name)) === (kind === 'with')));
    else if (open.pop() === undefined) throw new Error('A region ends that did not start.');
    return false;
  });
  if (open.length > 0) throw new Error('A region does not end.');
  return lines.join('\n');
}

function toRole(name: string): Role {
  if (ROLE_NAMES.includes(name as Role)) return name as Role;
  throw new Error(`A region names a role that does not exist: ${name}`);
}

/** A mark, also in the comment of a declaration. */
const MARK = /^ *(?:\* +)?(?:\/\/|<!--) #(with|without|end)\b *(.*?) *(?:-->)?$/;
