import { setInterval } from 'node:timers/promises';
import { testBrowser } from '@who/testkit';
import { loadAll } from 'js-yaml';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/site/places.js';
import { follow, isOnDebian, withFiles } from './follow.js';
import { fieldsIn } from './forms.js';
import type { Reader } from './reader.js';

const path = 'how-to/kubernetes.md';
const needs = isOnDebian('redis-server') ? '' : ' (skipped: needs redis-server)';

describe('Kubernetes', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow(path, [3000, 3001, 3010, 6390], {
      'sign in, and end one replica': async (reader) => {
        const [one, other] = [3000, 3010].map((port) => reader.own(`http://localhost:${port}`)) as [string, string];
        const browser = testBrowser({ baseUrl: one });
        const login = await browser.get('/private');
        const page = await browser.post(login.url.href, { ...fieldsIn(login.body), username: 'ada', password: 'ada' });
        expect(page.body).toBe('Hello ada, mail ada@example.org\n');
        expect((await browser.get(`${other}/private`)).body).toBe('Hello ada, mail ada@example.org\n');

        const exported = fetch(`${other}/export`);
        await until(async () => (await (await fetch(`${other}/__who`)).text()).includes('GET /export → under way'));
        await reader.type('kill $(cat replica.pid)');
        expect(await (await exported).text()).toBe('All that there is\n');
        await until(() =>
          fetch(`${other}/healthz`).then(
            () => false,
            () => true,
          ),
        );
        expect((await browser.get(`${one}/private`)).body).toBe('Hello ada, mail ada@example.org\n');
      },
    }),
  );

  it('has manifests as their schemas want them, which fit together', () => {
    const [deployment, service, budget, ingress] = manifests();
    for (const one of [deployment, service, budget, ingress]) expect(() => one.validate()).not.toThrow();
    const pod = deployment.spec?.template;
    const [container] = pod?.spec?.containers ?? [];
    const labels = pod?.metadata?.labels;
    for (const selector of [
      deployment.spec?.selector.matchLabels,
      service.spec?.selector,
      budget.spec?.selector?.matchLabels,
    ])
      expect(selector).toEqual(labels);
    const [{ targetPort } = {}] = service.spec?.ports ?? [];
    const { readinessProbe, livenessProbe, ports } = container ?? {};
    for (const port of [targetPort, readinessProbe?.httpGet?.port, livenessProbe?.httpGet?.port])
      expect(port).toBe(ports?.[0]?.name);
    const [{ backend } = {}] = ingress.spec?.rules?.[0]?.http?.paths ?? [];
    expect(backend?.service).toEqual({
      name: service.metadata?.name,
      port: { number: service.spec?.ports?.[0]?.port },
    });
    expect(pod?.spec?.volumes?.map(({ name }) => name)).toEqual(container?.volumeMounts?.map(({ name }) => name));
  });

  it('sees what is wrong with a manifest', () => {
    const { apiVersion, kind, metadata, spec } = manifests()[0];
    const wrong = new Deployment({ apiVersion, kind, metadata, spec: { ...spec, replicas: 'three' } } as never);
    expect(() => wrong.validate()).toThrow(/replicas/);
  });

  it('starts with the command, the environment and the files of the manifest, without Redis and without CAS', async () => {
    await using reader = await withFiles(path, [3000]);
    const { environment, command, probes } = await containerOf(reader);
    await reader.leaveRunning(`echo $$ > replica.pid; ${environment} exec ${command}`, 'listening at port 3000');
    for (const probe of probes)
      expect((await fetch(reader.own(`http://localhost:3000${probe}`))).status, probe).toBe(200);
    const stranger = await testBrowser({ follow: false }).get(reader.own('http://localhost:3000/private'));
    expect(stranger.location?.href).toMatch(
      /^https:\/\/cas\.example\.org\/cas\/login\?service=https%3A%2F%2Fapp\.example\.org%2F/,
    );
    expect(stranger.setCookies.join()).toMatch(/^__Host-.*; Secure/);
    // Through a proxy, and from this machine.
    const trace = reader.own('http://localhost:3000/__who');
    expect((await fetch(trace, { headers: { 'X-Forwarded-For': '192.0.2.1' } })).status).toBe(404);
    expect((await fetch(trace)).status).toBe(200);
  });
});

function manifests() {
  const [deployment, service, budget, ingress] = loadAll(read('apps/docs/programs/kubernetes/app.yaml')) as never[];
  return [
    new Deployment(deployment),
    new Service(service),
    new PodDisruptionBudget(budget),
    new Ingress(ingress),
  ] as const;
}

/** What a node would start, with the files of the Secret and the settings of the ConfigMap, which the page makes. */
async function containerOf(reader: Reader) {
  const [container] = manifests()[0].spec?.template.spec?.containers ?? [];
  const [mounted] = container?.volumeMounts ?? [];
  for (const name of ['tickets', 'state']) await reader.save(`mounted/${name}`, `${'s'.repeat(64)}\n`);
  const settings = {
    PUBLIC_URL: 'https://app.example.org',
    CAS_URL: 'https://cas.example.org/cas',
    REDIS_URL: 'redis://127.0.0.1:1',
    ...Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
  };
  const environment = Object.entries(settings).map(
    ([name, value]) => `${name}=${value === mounted?.mountPath ? 'mounted' : value}`,
  );
  const { readinessProbe, livenessProbe, command } = container ?? {};
  return {
    environment: environment.join(' '),
    command: command?.join(' ') ?? '',
    probes: [readinessProbe, livenessProbe].map((probe) => probe?.httpGet?.path ?? ''),
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for await (const _ of setInterval(50)) if (await isSo()) return;
}
