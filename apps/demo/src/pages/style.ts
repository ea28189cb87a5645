/** The one style sheet, part of every page. Colours meet WCAG AA in light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1d2433; --soft: #55607a; --paper: #f6f5f1; --card: #ffffff; --line: #dcdad2;
  --accent: #1f5fbf; --accent-ink: #ffffff; --good: #17694a; --bad: #a3262a; --bad-paper: #fdeeee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eaf1; --soft: #a4adc2; --paper: #14171f; --card: #1d222d; --line: #343b4b;
    --accent: #8ab4ff; --accent-ink: #0d1526; --good: #7ed7b0; --bad: #ffb3b0; --bad-paper: #3a1f23;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
}
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, button:focus-visible, summary:focus-visible, main:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; }
header, footer, main { width: 100%; max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; padding-top: 1.5rem; }
header .brand { font-weight: 700; font-size: 1.2rem; text-decoration: none; color: inherit; margin-right: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .35rem 0; }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
main { flex: 1; }
footer { color: var(--soft); font-size: .875rem; padding-bottom: 2rem; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.2rem); line-height: 1.2; margin: .75rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
.lead { color: var(--soft); margin: 0 0 1.5rem; max-width: 38rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 1.25rem; margin: 0 0 1.25rem; }
.ways { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1.25rem; }
.ways .card { margin: 0; display: flex; flex-direction: column; }
.ways .card:last-child:nth-child(odd) { grid-column: 1 / -1; }
.ways button { width: 100%; }
.ways .button { padding-inline: .5rem; }
.ways p { margin: 0 0 1rem; color: var(--soft); flex: 1; }
.button, button {
  display: inline-block; min-height: 2.75rem; padding: .55rem 1.2rem; border: 1px solid transparent; border-radius: .6rem;
  background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer;
}
.button.quiet, button.quiet { background: transparent; color: var(--accent); border-color: var(--accent); }
.button:hover, button:hover { filter: brightness(1.08); }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .5rem 1.25rem; margin: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { list-style: none; margin: 0; padding: 0; }
.none { color: var(--soft); font-style: italic; }
.message { border-left: .3rem solid var(--bad); background: var(--bad-paper); color: var(--bad); padding: .75rem 1rem; border-radius: .4rem; margin: 0 0 1.25rem; }
.message.good { border-color: var(--good); color: var(--good); background: transparent; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
form { margin: 0; }
code { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
h1 + .message { margin-top: 1rem; }
@media (max-width: 30rem) {
  header .brand { flex-basis: 100%; }
  header form { margin-left: auto; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .75rem; }
}
.ways + .card { margin-top: 1.25rem; }
.stages { list-style: none; margin: 1rem 0 0; padding: 0; color: var(--soft); font-size: .9375rem; }
.stages li { position: relative; padding: 0 0 .9rem 2.25rem; }
.stages li:last-child { padding-bottom: 0; }
.stages li::before { content: ""; position: absolute; left: .25rem; top: .3rem; width: 1rem; height: 1rem; border: .2rem solid var(--accent); border-radius: 50%; background: var(--accent); }
.stages li::after { content: ""; position: absolute; left: .65rem; top: 1.5rem; bottom: -.2rem; border-left: .2rem solid var(--accent); }
.stages li:last-child::after { content: none; }
.stages .is-none::before { background: var(--card); }
.stages .is-failed::before { border-color: var(--bad); border-radius: .2rem; background: var(--bad); }
.stages .is-skipped::before, .stages .is-waiting::before { border: .2rem dotted var(--soft); background: var(--card); }
.stages .is-skipped::after, .stages .is-waiting::after { border-left-style: dotted; border-color: var(--soft); }
.stages strong { color: var(--ink); }
.happened { margin-left: .4rem; padding: .05rem .5rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--ink); font-size: .875rem; }
.tries { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.tries form { display: grid; grid-template-columns: 14rem 1fr; gap: .25rem 1rem; align-items: center; }
.tries span { color: var(--soft); font-size: .9375rem; }
@media (max-width: 30rem) { .tries form { grid-template-columns: 1fr; } }
@media (prefers-reduced-motion: no-preference) { .button, button { transition: filter .15s; } }
`;
