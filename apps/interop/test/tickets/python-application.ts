import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../ports.js';
import { type ServerProcess, startServerProcess } from '../server-process.js';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('../../peers/ticket-application.py', import.meta.url));

export type Framework = 'repoze' | 'pyramid';
const MODULES: Readonly<Record<Framework, string>> = { repoze: 'repoze.who', pyramid: 'pyramid.authentication' };

/** Whether a framework is installed. */
export function hasFramework(framework: Framework): boolean {
  try {
    execFileSync(python, ['-c', `import ${MODULES[framework]}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts an application of another framework that signs in by ticket: `/login/NAME?tokens=a,b`, `/logout`, `/whoami`.
 *
 * @param options those of the framework's own cookie
 */
export async function startPythonApplication(
  framework: Framework,
  options: Readonly<Record<string, unknown>>,
): Promise<ServerProcess> {
  const port = await freePort();
  return startServerProcess({
    program: python,
    args: () => ['-W', 'ignore', script, framework, String(port), JSON.stringify(options)],
    files: () => ({}),
    url: `http://127.0.0.1:${port}`,
  });
}
