import { isBase } from '../http/cases.js';
import { barChart } from './chart.js';
import type { Environment } from './environment.js';
import type { Section } from './figure.js';

/** The picture for READMEs: throughput over HTTP as a part of bare Connect's. */
export function throughputChart(sections: readonly Section[], { node, cpu }: Environment): string | undefined {
  const section = sections.find(({ name }) => name === 'over-http');
  if (!section) return undefined;
  return barChart({
    title: 'Requests per second of a signed-in user, bare Connect = 1',
    subtitle: `Medians and quartiles of one interleaved run. Node ${node.slice(1)}, ${cpu}, one core.`,
    bars: section.figures.flatMap(({ id, label, values }) => {
      const spread = values['× Connect'];
      const name = id.slice('over-http/'.length);
      return spread && !isBase(name) ? [{ label, spread, isOurs: name.startsWith('who-') }] : [];
    }),
  });
}
