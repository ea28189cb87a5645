import { createHash } from 'node:crypto';

/** The style sheet of every page. Colours meet WCAG AA in light and dark. */
export const pageStyle: string = `
:root {
  color-scheme: light dark;
  --paper: #f4f5f7; --card: #fff; --ink: #1b1f27; --soft: #565e6c; --line: #c9ced8;
  --accent: #2350c5; --on-accent: #fff; --warn: #7a4b00; --warn-paper: #fff3d6; --bad: #a4161a; --bad-paper: #fdeaea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --card: #1d2128; --ink: #e8eaee; --soft: #a6aebb; --line: #454d5a;
    --accent: #8fb0ff; --on-accent: #10182b; --warn: #ffd58a; --warn-paper: #3a2d10; --bad: #ffb3b3; --bad-paper: #421c1e;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.notice { margin: 0; padding: .6rem 1rem; background: var(--warn-paper); color: var(--warn); text-align: center; }
main {
  max-width: 27rem; margin: 2rem auto; padding: 1.75rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem;
}
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
span.url { color: var(--soft); }
.url { font-family: ui-monospace, monospace; font-size: .875rem; }
.problem { padding: .6rem .8rem; border-radius: .4rem; background: var(--bad-paper); color: var(--bad); }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
input {
  width: 100%; margin: 0 0 1rem; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--soft); border-radius: .4rem;
}
button {
  width: 100%; padding: .7rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent);
  border: 1px solid transparent; border-radius: .4rem; cursor: pointer;
}
button + button { margin-top: .75rem; }
button.quiet { color: var(--accent); background: transparent; border-color: var(--line); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; overflow-wrap: anywhere; }
th, td { padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); text-align: start; }
th { color: var(--soft); font-weight: 600; }
@media (max-width: 30rem) {
  main { margin: 0; border-width: 0 0 1px; border-radius: 0; padding: 1.5rem 1rem; }
}
`;

/** What a Content-Security-Policy calls that style sheet. */
export const pageStyleSource: string = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`;
