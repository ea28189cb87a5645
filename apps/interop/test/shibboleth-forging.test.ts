import { testBrowser } from '@who/testkit';
import { describe } from 'vitest';
import { describeForging, type Scene } from './forging/describe-forging.js';
import { signInBySaml } from './saml-sign-in.js';
import { missingForShibboleth } from './shibboleth.js';
import { startShibbolethDemo } from './shibboleth-demo.js';
import { serviceProvider, startSimpleSaml } from './simplesamlphp.js';

const needs = missingForShibboleth.length > 0 ? ` (skipped: needs ${missingForShibboleth.join(', ')})` : '';

async function start(checkSpoofing: boolean): Promise<Scene> {
  const at = await serviceProvider('shibboleth');
  const idp = await startSimpleSaml(at);
  try {
    const { behind, demo, stop } = await startShibbolethDemo({ at, idp, checkSpoofing });
    const browser = testBrowser();
    await signInBySaml(browser, `${at.url}/login/sso`, 'student');
    const cookies = await browser.cookies.getCookies(at.url);
    const session = cookies.find(({ key }) => key.startsWith('_shibsession_'))?.cookieString() ?? '';
    return {
      front: new URL(at.url),
      behind,
      demo,
      student: 'student@example.test',
      studentHeader: `Cookie: ${session}`,
      stop,
    };
  } finally {
    await idp.stop();
  }
}

describe.skipIf(missingForShibboleth.length > 0)(`forging, with mod_shib's own check${needs}`, () => {
  describeForging(() => start(true), ['a visitor', 'a student', 'a stranger', 'the front end']);
});

// Past the front end, its settings do not matter.
describe.skipIf(missingForShibboleth.length > 0)(`forging, without mod_shib's own check${needs}`, () => {
  describeForging(() => start(false), ['a visitor', 'a student']);
});
