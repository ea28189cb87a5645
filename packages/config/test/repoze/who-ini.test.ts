import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/index.js';
import { CASES } from './cases.js';

const options = { publicUrl: 'https://app.example.org', allowUnsafe: ['md5', 'plain', 'des-crypt'] } as const;

async function errorsIn(ini: string): Promise<readonly (number | undefined)[]> {
  const { findings } = await readPlan('/here/who.ini', Buffer.from(ini), options);
  return findings.filter(({ severity }) => severity === 'error').map(({ place }) => place.line);
}

describe('a who.ini', () => {
  it.each(CASES.map((one) => [one.title, one] as const))('%s', async (_title, { ini, errors, python, because }) => {
    expect(await errorsIn(ini)).toEqual(errors);
    // What is otherwise than in Python has its reason.
    expect((python === 'raises') !== errors.length > 0).toBe(
      because !== undefined && (errors.length > 0 || python === 'raises'),
    );
  });

  it.skipIf(!hasRepoze())('is taken or refused by repoze.who as it is said here', () => {
    const taken = takenByRepoze(CASES.map(({ ini }) => ini));
    CASES.forEach(({ title, python }, i) => {
      expect(`${title}: ${taken[i] ? 'takes' : 'raises'}`).toBe(`${title}: ${python}`);
    });
  });
});

function hasRepoze(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', 'import repoze.who.config'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function takenByRepoze(texts: readonly string[]): readonly boolean[] {
  const input = JSON.stringify(texts);
  return JSON.parse(
    execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', READER], { input }).toString(),
  ) as boolean[];
}

const READER = `
import json, os, sys, tempfile
from repoze.who.config import make_middleware_with_config

def takes(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'who.ini')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
        try:
            make_middleware_with_config(None, {'here': folder}, path)
            return True
        except Exception:
            return False

json.dump([takes(text) for text in json.load(sys.stdin)], sys.stdout)
`;
