import { createHash } from 'node:crypto';

/** Text that is HTML already. */
export interface Html {
  readonly markup: string;
}

/** HTML in which whatever stands between has been escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const textOf = (value: string | Html): string =>
    typeof value === 'string' ? value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`) : value.markup;
  return { markup: parts.reduce((all, part, i) => all + textOf(values[i - 1] ?? '') + part) };
}

/** A whole page, with a policy that lets its style and its script through. */
export function page(title: string, body: Html, script = ''): { readonly policy: string; readonly body: string } {
  const scripts = script === '' ? [] : [`script-src ${hashOf(script)}`];
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · development identity provider</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<p class="notice" role="note"><strong>For development only.</strong> Never use this server in production.</p>
<main>
<h1>${title}</h1>
${body}
</main>${{ markup: script === '' ? '' : `\n<script>${script}</script>` }}
</body>
</html>
`;
  // Its forms lead to applications, and where these lead on to.
  const policy = ["default-src 'none'", `style-src ${hashOf(STYLE)}`, ...scripts, "base-uri 'none'"].join('; ');
  return { policy, body: markup };
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const STYLE = `
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
.notice { margin: 0; padding: .6rem 1rem; background: #fff3d6; color: #7a4b00; text-align: center; }
main { box-sizing: border-box; max-width: 27rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
label { display: block; font-weight: 600; }
input { box-sizing: border-box; width: 100%; margin: 0 0 1rem; padding: .6rem; border: 1px solid; border-radius: .4rem; font: inherit; }
button { padding: .7rem 1.2rem; border: 1px solid; border-radius: .4rem; font: inherit; font-weight: 600; }
p { overflow-wrap: anywhere; }
`;
