import type { TestRunner } from '../conformance/runner.js';
import { challengeChecks } from './challenges.js';
import { failureChecks } from './failures.js';
import { layerChecks } from './layers.js';
import { peopleChecks } from './people.js';
import { requestChecks } from './requests.js';
import { responseChecks } from './responses.js';
import { defineChecks } from './scene.js';
import { streamChecks } from './streams.js';
import type { AdapterSubject } from './subject.js';

/**
 * The contract of an adapter, as clients and applications see it: over real sockets, with plugins that answer at once
 * and with plugins that answer by promises.
 *
 * @example
 * declare function startServer(setup: AdapterSetup): Promise<TestServer>;
 * testAdapter({ describe, it, expect }, {
 *   serve: startServer,
 *   lacks: { guard: 'applications of this framework guard themselves' },
 * });
 */
export function testAdapter(runner: TestRunner, subject: AdapterSubject): void {
  for (const promised of [false, true]) {
    const plugins = promised ? 'plugins that answer by promises' : 'plugins that answer at once';
    defineChecks(runner, `the contract of an adapter, with ${plugins}`, subject, promised, (check) => {
      peopleChecks(check);
      responseChecks(check);
      challengeChecks(check);
      failureChecks(check);
      streamChecks(check);
      requestChecks(check);
      layerChecks(check);
    });
  }
}
