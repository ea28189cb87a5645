import { connectionSizes, measureConnections } from '../growth/connections.js';
import { MANY, measurePlugins } from '../growth/plugins.js';
import { measureUsers } from '../growth/users.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { cpuOf, throughputOf } from './over-http.js';
import { roundsOf, type SectionRunner } from './section.js';

export const plugins: SectionRunner = {
  name: 'plugins',
  async run(options) {
    const { growth, atMany, ofMany } = await measurePlugins(roundsOf(15, options), 25);
    return {
      name: this.name,
      title: 'Growth: plugins that have nothing to do, for each role that takes part in every request',
      notes: [
        'µs of a signed-in request by their number; µs each is the slope.',
        `µs for ${MANY}: what the request takes with ${MANY} of them, less what it takes without any.`,
      ],
      figures: [
        ...growth.map(({ role, bySize, each }) => ({
          id: `plugins/${role}`,
          label: `idle ${role}`,
          values: {
            ...Object.fromEntries([...bySize].map(([size, spread]) => [`µs at ${size}`, spread])),
            'µs each': each,
          },
        })),
        {
          id: 'plugins/all-roles',
          label: 'a third for each role',
          values: { [`µs at ${MANY}`]: atMany, [`µs for ${MANY}`]: ofMany },
        },
      ],
    };
  },
};

export const users: SectionRunner = {
  name: 'users',
  async run(options) {
    const growth = await measureUsers(roundsOf(11, options), 40);
    return {
      name: this.name,
      title: 'Growth: users',
      notes: [
        'request: everybody comes in turn, with metadata in memory; up to 1,000 all tickets are remembered.',
        'file: a password file with a line each, by SHA-1; reading blocks, once at the start, and is processor time.',
        'look through: for lines that do not count, beside requests, a few milliseconds at a time.',
      ],
      figures: growth.map(({ users: count, request, readMs, lookMs, loginMicroseconds, bytesPerUser }) => ({
        id: `users/${count}`,
        label: `${count.toLocaleString('en')} users`,
        values: {
          'µs a request': request,
          'ms to read the file': readMs,
          'ms to look through': lookMs,
          'µs a login': loginMicroseconds,
          'bytes a line': bytesPerUser,
        },
      })),
    };
  },
};

export const connections: SectionRunner = {
  name: 'connections',
  async run(options) {
    const figures: Figure[] = [];
    const sizes = connectionSizes();
    for (const size of sizes) {
      const samples = await measureConnections(size, roundsOf(7, options), 700);
      const [base = [], own = []] = [samples.get('connect'), samples.get('who-seen')];
      figures.push({
        id: `connections/${size}`,
        label: `${size.toLocaleString('en')} connections`,
        values: {
          'requests/s': spreadOf(throughputOf(own)),
          '× Connect': spreadOf(ratios(throughputOf(own), throughputOf(base))),
          'CPU × Connect': spreadOf(ratios(cpuOf(own), cpuOf(base))),
          'p99 ms': spreadOf(own.map(({ p99Ms }) => p99Ms)),
          'p99 ms of Connect': spreadOf(base.map(({ p99Ms }) => p99Ms)),
        },
      });
    }
    return {
      name: this.name,
      title: 'Growth: concurrent connections, signed in by a ticket seen before',
      notes: sizes.includes(5000) ? [] : ['`ulimit -n` is too low for 5,000 connections.'],
      figures,
    };
  },
};
