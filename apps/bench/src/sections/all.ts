import { config } from './config.js';
import { frameworks } from './frameworks.js';
import { connections, plugins, users } from './growth.js';
import { inProcess } from './in-process.js';
import { login } from './login.js';
import { memory } from './memory.js';
import { overHttp } from './over-http.js';
import { passwords } from './passwords.js';
import { redis } from './redis.js';
import type { SectionRunner } from './section.js';
import { startup } from './startup.js';
import { telemetry } from './telemetry.js';
import { trace } from './trace.js';

export const sections: readonly SectionRunner[] = [
  inProcess,
  overHttp,
  frameworks,
  redis,
  plugins,
  users,
  connections,
  login,
  passwords,
  memory,
  telemetry,
  startup,
  trace,
  config,
];
