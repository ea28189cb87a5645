import { answering } from '../processes/answering.js';
import { type LoadResult, Target, type TargetOptions } from './client/target.js';

/** The process that loads servers. */
export type Question =
  | { readonly do: 'prepare'; readonly id: string; readonly target: TargetOptions }
  | {
      readonly do: 'load';
      /** Several at the same time. */
      readonly ids: readonly string[];
      readonly milliseconds: number;
      readonly maxRequests?: number | undefined;
    }
  | { readonly do: 'close'; readonly id: string };

const targets = new Map<string, Target>();

answering(async (question: Question): Promise<readonly LoadResult[]> => {
  switch (question.do) {
    case 'prepare':
      targets.set(question.id, new Target(question.target));
      return [];
    case 'load':
      return Promise.all(question.ids.map((id) => targetOf(id).load(question.milliseconds, question.maxRequests)));
    case 'close':
      targetOf(question.id).close();
      targets.delete(question.id);
      return [];
  }
});

function targetOf(id: string): Target {
  const target = targets.get(id);
  if (!target) throw new Error(`Nobody has prepared ${id}.`);
  return target;
}
