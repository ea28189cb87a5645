import type { State } from '../changesets/copy.js';
import type { Outcome } from './attempts.js';

/** What is wrong with a first release that was refused once, broke off once, and was taken up again. */
export function firstReleaseProblems(
  [refused, broken, resumed]: readonly Outcome[],
  state: State,
  failing: string,
): string[] {
  if (!refused || !broken || !resumed) return ['there are not three attempts'];
  const all = [...broken.published, ...resumed.published];
  const problems: string[] = [];
  if (refused.hasSucceeded || refused.published.length > 0 || !/PROVENANCE_UNSUPPORTED/.test(refused.output)) {
    problems.push(`outside its workflow a release is not refused for its provenance:\n${refused.output}`);
  }
  if (broken.hasSucceeded) problems.push(`a release says nothing of a registry that fails:\n${broken.output}`);
  if (!resumed.hasSucceeded) problems.push(resumed.output);
  const wanted = [...state].map(([name, { version }]) => `${name}@${version}`);
  return [
    ...problems,
    ...wanted.filter((one) => !all.includes(one)).map((one) => `${one} was not published`),
    ...all.filter((one) => !wanted.includes(one)).map((one) => `${one} was published`),
    ...wanted.filter((one) => !resumed.output.includes(`New tag:  ${one}\n`)).map((one) => `${one} got no tag`),
    ...orderProblems(all, state),
    ...(broken.published.includes(failing) ? [`${failing} was published by a registry that failed`] : []),
  ];
}

/** A package that comes before one that it needs cannot be installed until that one is there, or for ever. */
export function orderProblems(published: readonly string[], state: State): string[] {
  const position = (name: string): number => published.findIndex((one) => one.startsWith(`${name}@`));
  return [...state].flatMap(([name, { peers }]) =>
    Object.keys(peers)
      .filter((peer) => state.has(peer) && position(name) !== -1 && position(peer) > position(name))
      .map((peer) => `${name} was published before ${peer}, which it needs`),
  );
}
