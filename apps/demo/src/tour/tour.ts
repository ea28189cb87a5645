import type { RequestListener } from 'node:http';
import type { Trace } from '@who/trace';
import { type ApplicationOptions, createApplication } from '../application.js';
import { createEngine, type Engine, type Memory } from '../engine.js';
import { demoHtpasswdFile, type Settings } from '../settings.js';
import { siteAt } from '../site.js';
import { Errands } from './errands.js';
import { type Experiment, experiments } from './experiments.js';

/** What the demo shows of its own requests, and what can be tried. */
export interface Tour {
  readonly trace: Trace;
  readonly experiments: readonly Experiment[];
  /** Stands in front of the application. */
  around(listener: RequestListener): RequestListener;
}

/** What the demo is made of. */
interface Parts {
  readonly settings: Settings;
  readonly options: ApplicationOptions;
  readonly memory: Memory;
  readonly who: Engine;
}

export function createTour(trace: Trace, { settings, options, memory, who }: Parts): Tour {
  const errands = new Errands();
  const { keepsPath, publicUrl } = options;
  const { headerSso } = settings;
  // Nobody listens there: it is reserved, and refused at once.
  const nowhere = { ...options, casUrl: 'http://127.0.0.1:1/cas' };
  // A front-end server at an address that is kept for documentation.
  const withFrontEnd = { ...settings, headerSso: { ...headerSso, on: true, trusted: ['192.0.2.1/32'] } };
  return {
    trace,
    experiments: experiments({
      ...options,
      who,
      errands,
      application: createApplication(who, options),
      withoutCas: once(() => createApplication(createEngine(settings, nowhere, memory), nowhere)),
      withFrontEnd: once(() =>
        createApplication(createEngine(withFrontEnd, options, memory), { ...options, sso: true }),
      ),
      prefix: keepsPath ? siteAt(publicUrl, false).base : '',
      ownsPasswords: settings.htpasswdFile === demoHtpasswdFile,
    }),
    around: (listener) => errands.around(listener),
  };
}

/** Engines that only experiments need are made when the first one is tried. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
