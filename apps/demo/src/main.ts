import { WhoError } from '@who/core';
import { greeting } from './greeting.js';
import { readSettings, SettingsError } from './settings.js';
import { startDemo } from './start.js';

try {
  const settings = readSettings(process.env);
  for (const warning of settings.warnings) console.warn(warning);
  const demo = await startDemo(settings);
  console.log(greeting(demo));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      demo.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof WhoError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
