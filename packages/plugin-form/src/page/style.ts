/** The style sheet of every page. Colours meet WCAG AA in light and dark; an application may set them anew. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b2233; --soft: #5b6579; --line: #d5d9e2; --paper: #eef1f6; --card: #ffffff; --field: #f9fafc;
  --accent: #2a5bc7; --accent-ink: #ffffff; --bad: #a1242b; --bad-paper: #fdf0f0; --edge: #7d8699;
  --shadow: 0 1px 2px #1b22330f, 0 .75rem 2.5rem #1b22331a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9ecf3; --soft: #a7b0c3; --line: #3d4659; --paper: #10131a; --card: #1a1f2a; --field: #12161f;
    --accent: #8db4ff; --accent-ink: #0c1526; --bad: #ffb4b1; --bad-paper: #38202480; --edge: #778097;
    --shadow: 0 .75rem 2.5rem #00000066;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 2.5rem 1.25rem; display: flex; flex-direction: column;
  align-items: center; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
body::before { content: ""; flex: 2; }
body::after { content: ""; flex: 3; }
header, main { width: 100%; max-width: 25rem; }
header { margin: 0 0 1.25rem; }
.brand {
  display: inline-flex; align-items: center; gap: .75rem; max-width: 100%; color: inherit; font-size: 1.125rem;
  font-weight: 650; text-decoration: none; overflow-wrap: anywhere;
}
.brand img { height: 2.5rem; width: auto; max-width: 12rem; object-fit: contain; }
.mark {
  flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: .75rem;
  background: var(--accent); color: var(--accent-ink); font-size: 1.25rem;
}
main {
  padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem;
  box-shadow: var(--shadow);
}
h1 { margin: 0 0 1.25rem; font-size: 1.625rem; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
p { margin: 0 0 1.25rem; overflow-wrap: anywhere; }
form { margin: 0; }
label { display: block; margin: 0 0 .375rem; font-weight: 600; }
.field {
  display: block; width: 100%; min-height: 3rem; margin: 0 0 1.125rem; padding: .625rem .875rem; font: inherit;
  color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: .75rem;
}
.field[aria-invalid] { border-color: var(--bad); }
.choice { display: flex; align-items: center; gap: .625rem; min-height: 1.5rem; margin: 0 0 1.125rem; font-weight: 400; }
.choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.button {
  display: block; width: 100%; min-height: 3rem; padding: .6875rem 1.25rem; border: 1px solid var(--accent);
  border-radius: .75rem; background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 650;
  text-align: center; text-decoration: none; cursor: pointer;
}
.quiet { margin-top: .75rem; background: transparent; color: var(--accent); border-color: var(--line); }
.button:hover { filter: brightness(1.08); }
.quiet:hover { border-color: currentColor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .75rem; }
.choice :focus-visible { border-radius: .25rem; }
.message {
  margin: 0 0 1.25rem; padding: .75rem 1rem; border-inline-start: .25rem solid var(--bad); border-radius: .5rem;
  background: var(--bad-paper); color: var(--bad);
}
.message code { display: block; font: .8125rem/1.5 ui-monospace, monospace; }
.or { display: flex; align-items: center; gap: .75rem; margin: 1.25rem 0 .5rem; color: var(--soft); font-size: .875rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
@media (max-width: 30rem) {
  body { padding: 1.5rem 1.25rem 2rem; background: var(--card); }
  body::before { content: none; }
  header { margin-bottom: 2rem; }
  main { padding: 0; border: 0; border-radius: 0; box-shadow: none; background: none; }
}
@media (prefers-reduced-motion: no-preference) { .button, .field { transition: filter .15s, border-color .15s; } }
`;
