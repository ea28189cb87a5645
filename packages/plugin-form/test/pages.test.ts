import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FormOptions, FormPageOptions, LoginPage } from '../src/index.js';
import { ALICE, ask, attribute, engine, posted, type Scene } from './support.js';

const login = async (page: FormPageOptions, headers = {}, scene: Scene = {}) => {
  const answer = await ask(engine({ options: { page }, ...scene }), { url: '/login?came_from=/private', headers });
  return { body: answer?.body ?? '', policy: answer?.header('content-security-policy') ?? '' };
};

describe('how the page looks', () => {
  it('is named after the host, or by option', async () => {
    expect((await login({})).body).toContain('<title>Sign in · app.example.org</title>');
    const { body } = await login({ title: 'Ärzte & <Co>' });
    expect(body).toContain('<title>Sign in · Ärzte &amp; &lt;Co&gt;</title>');
    expect(body).toContain('<span class="mark" aria-hidden="true">Ä</span>');
  });

  it.each([
    ['/logo.svg', "'self'"],
    ['https://cdn.example.org/a/logo.svg?x', 'https://cdn.example.org'],
    ['data:image/svg+xml,%3Csvg/%3E', 'data:'],
  ])('has a logo from %s, which its policy lets through', async (src, source) => {
    const { body, policy } = await login({ logo: { src, alt: 'A "lion"' } });
    expect(body).toContain(`<img src="${src}" alt="A &quot;lion&quot;">`);
    expect(policy).toContain(`; img-src ${source}; `);
  });

  it('has more CSS by option, which its policy lets through', async () => {
    const { body, policy } = await login({ css: ':root { --accent: green }' });
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(body) ?? [];
    expect(style).toContain('--accent: green');
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('lets browsers be redirected to other origins on demand', async () => {
    const { policy } = await login({ formAction: ['https://cas.example.org'] });
    expect(policy).toContain("; form-action 'self' https://cas.example.org; ");
  });

  it('has links to other ways, which keep where people wanted to go', async () => {
    const otherWays = [{ text: 'With <CAS>', path: '/login/cas' }];
    const { body } = await login({ otherWays }, {}, { publicUrl: 'https://www.example.org/app' });
    expect(body).toContain('href="/app/login/cas?came_from=%2Fapp%2F">With &lt;CAS&gt;</a>');
    expect((await login({ otherWays })).body).toContain('came_from=%2Fprivate"');
    expect((await login({})).body).not.toContain('class="or"');
  });

  it('offers to stay signed in on demand', async () => {
    const choice = /<input[^>]* name="remember"[^>]*>/;
    expect((await login({})).body).not.toMatch(choice);
    const who = engine({ options: { rememberMeSeconds: 60 } });
    expect((await ask(who, { url: '/login' }))?.body).toMatch(choice);
    const chosen = async (remember: string) => {
      const { body = '' } = (await ask(who, posted({ ...ALICE, password: 'wrong', remember }))) ?? {};
      return / checked[ >]/.test(choice.exec(body)?.[0] ?? '');
    };
    expect([await chosen('1'), await chosen('')]).toEqual([true, false]);
  });
});

describe('what the page says', () => {
  const languages = [
    { lang: 'en' },
    { lang: 'de', texts: { signIn: 'Anmelden', FORM_WRONG_PASSWORD: 'Das passt nicht zusammen.' } },
    { lang: 'pt-BR', texts: { signIn: 'Entrar' } },
    { lang: 'ar', dir: 'rtl', texts: { signIn: 'دخول' } },
  ] as const;

  it.each([
    ['de', 'de', 'ltr', 'Anmelden'],
    ['de-AT,en;q=0.5', 'de', 'ltr', 'Anmelden'],
    ['fr, ar;q=0.4, de;q=0.3', 'ar', 'rtl', 'دخول'],
    ['en;q=0.1, de;q=0.9', 'de', 'ltr', 'Anmelden'],
    ['PT-br', 'pt-BR', 'ltr', 'Entrar'],
    ['pt', 'pt-BR', 'ltr', 'Entrar'],
    ['de;q=0, ar', 'ar', 'rtl', 'دخول'],
    ['fr', 'en', 'ltr', 'Sign in'],
    ['*', 'en', 'ltr', 'Sign in'],
    ['', 'en', 'ltr', 'Sign in'],
    [`${'x,'.repeat(5000)}de`, 'en', 'ltr', 'Sign in'],
    [';q=x,,;;de', 'en', 'ltr', 'Sign in'],
  ])('is in the language that the browser prefers: %.30s', async (accepted, lang, dir, heading) => {
    const { body } = await login({ languages }, { 'Accept-Language': accepted });
    expect(body).toContain(`<html lang="${lang}" dir="${dir}">`);
    expect(body).toContain(`<h1>${heading}</h1>`);
  });

  it('stays English where there is no text', async () => {
    expect((await login({ languages: [languages[1]] })).body).toContain('>Password</label>');
  });

  it('is said of problems, too', async () => {
    const who = engine({ options: { page: { languages } } });
    const page = await ask(who, posted({ ...ALICE, password: 'x' }, { headers: { 'Accept-Language': 'de' } }));
    expect(page?.body).toContain('Das passt nicht zusammen.');
  });
});

describe("the application's own page", () => {
  const pages: LoginPage[] = [];
  const made = (loginPage: FormOptions['loginPage'], scene: Scene = {}) =>
    engine({ options: { loginPage, rememberMeSeconds: 60 }, ...scene });

  it('is made of what it has to hold, and sent with the status that counts', async () => {
    const who = made(
      (page) => {
        pages.push(page);
        return `<p>${page.status}`;
      },
      { publicUrl: 'https://www.example.org/app' },
    );
    const first = await ask(who, { url: '/login?came_from=/app/private' });
    const wrong = await ask(who, posted({ ...ALICE, password: 'x', remember: '1', came_from: '/app/private' }));
    expect([first?.status, first?.body, wrong?.status, wrong?.body]).toEqual([200, '<p>200', 401, '<p>401']);
    const usual = { action: '/app/login', cameFrom: '/app/private', offersToRemember: true, lang: 'en', dir: 'ltr' };
    expect(pages).toEqual([
      { ...usual, status: 200, login: '', remember: false, problem: undefined },
      {
        ...usual,
        status: 401,
        login: 'alice',
        remember: true,
        problem: { code: 'FORM_WRONG_PASSWORD', text: expect.stringContaining('do not belong'), isInput: true },
      },
    ]);
  });

  it('is kept by nobody and framed by nobody, unless it says so', async () => {
    const page = await ask(
      made(async () => 'x'),
      { url: '/login' },
    );
    expect(page?.header('cache-control')).toBe('no-store');
    expect(page?.header('referrer-policy')).toBe('same-origin');
    expect(page?.header('content-security-policy')).toBe("form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    const headers = [
      ['content-security-policy', "default-src 'self'"],
      ['X-Own', '1'],
    ] as const;
    const own = await ask(
      made(() => ({ headers, body: 'x' })),
      { url: '/login' },
    );
    expect(own?.header('content-security-policy')).toBe("default-src 'self'");
    expect([own?.header('x-own'), own?.header('content-type')]).toEqual(['1', 'text/html; charset=utf-8']);
  });

  it('keeps the cookies of a failed sign-in', async () => {
    const own = await ask(
      made(() => 'x'),
      posted({ ...ALICE, password: 'x' }, { headers: { Cookie: 'plain=user=bob' } }),
    );
    expect(own?.cookies).toEqual(['plain=; Path=/; Max-Age=0']);
  });

  it('may be one that the application answers with, and is told there what was wrong', async () => {
    const who = made('application', { publicUrl: 'https://www.example.org/app' });
    expect(await ask(who, { url: '/login' })).toBeUndefined();
    const wrong = await ask(who, posted({ ...ALICE, password: 'x', came_from: '/app/private' }));
    expect([wrong?.status, wrong?.header('location')]).toEqual([
      303,
      '/app/login?came_from=%2Fapp%2Fprivate&reason=FORM_WRONG_PASSWORD',
    ]);
    expect((await ask(who, posted(ALICE)))?.header('location')).toBe('/app/');
  });

  it('fails the request where it fails', async () => {
    const failing = made(() => {
      throw new Error('no template');
    });
    await expect(ask(failing, { url: '/login' })).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  });
});

it('describes a problem to who does not see it', async () => {
  const page = await ask(engine(), posted({ ...ALICE, password: 'x' }));
  const body = page?.body ?? '';
  expect(attribute(body, /<p class="message"[^>]*>/, 'id')).toBe('problem');
  for (const id of ['login', 'password']) {
    const field = new RegExp(`<input[^>]* id="${id}"[^>]*>`);
    expect([attribute(body, field, 'aria-invalid'), attribute(body, field, 'aria-describedby')]).toEqual([
      'true',
      'problem',
    ]);
  }
  expect(body).toMatch(/<input[^>]*id="password"[^>]* autofocus>/);
});
