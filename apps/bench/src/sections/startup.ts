import type { Figure } from '../report/figure.js';
import { timeImports } from '../startup/measure.js';
import { packedSizes } from '../startup/packed.js';
import { spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

const TRIO = ['@who/core', '@who/connect', '@who/plugin-auth-tkt'];

const sets = {
  nothing: [],
  core: ['@who/core'],
  trio: TRIO,
  express: ['express', 'express-session'],
  passport: ['connect', 'passport', 'express-session'],
};

export const startup: SectionRunner = {
  name: 'startup',
  async run(options) {
    const times = await timeImports(sets, roundsOf(15, options));
    const sizes = packedSizes();
    const trio = sizes.filter(({ name }) => TRIO.includes(name));
    const isWhole = trio.every(({ hasTypes }) => hasTypes);
    const sum = (of: 'packedBytes' | 'unpackedBytes'): number => trio.reduce((total, one) => total + one[of], 0) / 1000;
    const figures: Figure[] = [...times].map(([id, milliseconds]) => ({
      id: `startup/${id}`,
      label: `import ${id === 'trio' ? 'core, connect, auth-tkt' : id}`,
      values: { ms: spreadOf(milliseconds) },
    }));
    return {
      name: this.name,
      title: 'Start-up: importing in a fresh process, and what npm downloads',
      notes: isWhole ? [] : ['Sizes are without types, which `pnpm bench` does not build: `pnpm build` first.'],
      figures: [
        ...figures,
        {
          // What npm would not upload says nothing about the target.
          id: isWhole ? 'packed/trio' : 'packed/trio-without-types',
          label: 'core, connect, auth-tkt together',
          values: { 'kB packed': spreadOf([sum('packedBytes')]), 'kB unpacked': spreadOf([sum('unpackedBytes')]) },
        },
        ...sizes.map(({ name, packedBytes, unpackedBytes }) => ({
          id: `packed/${name}`,
          label: name,
          values: { 'kB packed': spreadOf([packedBytes / 1000]), 'kB unpacked': spreadOf([unpackedBytes / 1000]) },
        })),
      ],
    };
  },
};
