import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from './start.mjs';

// Or where yours is.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

test('ada signs in with a real browser', { skip: !existsSync(executablePath) }, async (t) => {
  const site = await start(t);
  const browser = await chromium.launch({ executablePath });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${site.url}/report`);
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill('ada');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${site.url}/report`);
  assert.match((await page.textContent('body')) ?? '', /The report, for ada/);
});
