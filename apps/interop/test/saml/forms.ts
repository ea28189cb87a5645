import type { Page, TestBrowser } from '@who/testkit';

/** Sends the form of a page that has a field of this name, as it stands, with some fields filled in. */
export function sendFormWith(
  browser: TestBrowser,
  page: Page,
  field: string,
  values: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const forms = [...page.body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
  const form = forms.find(([, , content = '']) => content.includes(`name="${field}"`));
  if (!form) throw new Error(`${page.url.href} answered ${page.status} and has no "${field}":\n${page.body}`);
  const [, head = '', content = ''] = form;
  const hidden = [...content.matchAll(/<input\b([^>]*)>/g)]
    .map(([, input = '']) => input)
    .filter((input) => attribute(input, 'type') === 'hidden' && attribute(input, 'name') !== undefined)
    .map((input): [string, string] => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']);
  const action = attribute(head, 'action') || page.url.href;
  return browser.post(new URL(action === '#' ? page.url.href : action, page.url).href, {
    ...Object.fromEntries(hidden),
    ...values,
  });
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? [];
  return value
    ?.replace(/&#(?:x([\da-f]+)|(\d+));/gi, (_, hex, decimal) =>
      String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
