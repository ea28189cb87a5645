/** The style sheet of every page. Colours meet WCAG AA in light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1a2030; --soft: #566074; --line: #d3d8e2; --paper: #f1f3f7; --card: #ffffff; --field: #f9fafc; --edge: #7d8699;
  --accent: #1f57c3; --on: #ffffff; --good: #13694a; --good-paper: #e9f5ef; --bad: #a8232b; --bad-paper: #fdf0f0;
  --warn: #8a5200; --warn-paper: #fdf5e6; --calm-paper: #eaf0fb; --shadow: 0 1px 2px #1a203010, 0 .5rem 2rem #1a203012;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9ecf3; --soft: #a9b2c5; --line: #3a4357; --paper: #0f1219; --card: #181d28; --field: #12161f; --edge: #7a8398;
    --accent: #8fb5ff; --on: #0c1424; --good: #7fdab2; --good-paper: #12291f; --bad: #ffb1ae; --bad-paper: #351c20;
    --warn: #f2c46d; --warn-paper: #2d2413; --calm-paper: #1a2338; --shadow: 0 .5rem 2rem #00000059;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.top, main { width: 100%; max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; padding-top: 1.25rem; padding-bottom: 1.25rem; }
.brand { margin-right: auto; color: inherit; font-weight: 750; font-size: 1.125rem; letter-spacing: -.01em; text-decoration: none; }
.brand span { color: var(--soft); font-weight: 500; }
.top ul { display: flex; gap: 1.25rem; margin: 0; padding: 0; list-style: none; }
.top li a { display: inline-block; padding: .25rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .375rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 1; padding: .5rem 1rem; background: var(--card); }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: clamp(1.375rem, 1.1rem + 1.2vw, 1.875rem); line-height: 1.25; letter-spacing: -.015em; }
h1 .method { color: var(--soft); font-weight: 500; }
code, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .9375em; }
.soft { color: var(--soft); }
.label { color: var(--soft); font-size: .875rem; }
.sprite { position: absolute; }
.cut { fill: none; stroke: var(--on); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
.hollow { fill: var(--card); stroke: currentColor; stroke-width: 3; }
.open { fill: var(--card); stroke: currentColor; stroke-width: 2; stroke-dasharray: 4 3.4; }
.rest { fill: var(--card); }
.dash { fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; }
.line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.mark { flex: none; width: 1.25rem; height: 1.25rem; }
.is-answered { color: var(--accent); }
.is-none, .is-skipped, .is-waiting { color: var(--edge); }
.is-failed { color: var(--bad); }
.is-troubled { color: var(--warn); }
.trouble { color: var(--warn); font-size: .875rem; font-style: normal; font-weight: 650; }

/* What it comes to */
.verdict { display: flex; gap: 1rem 1.25rem; align-items: center; margin: 1.25rem 0 0; padding: 1.5rem; border: 1px solid var(--line); border-left: .375rem solid var(--accent); border-radius: 1rem; background: var(--card); box-shadow: var(--shadow); }
.sign { flex: none; width: 2.75rem; height: 2.75rem; color: var(--accent); }
.sign.is-signed-in { color: var(--good); } .sign.is-failed, .sign.is-refused { color: var(--bad); } .sign.is-under-way { color: var(--edge); }
.verdict h2 { font-size: clamp(1.125rem, 1rem + .6vw, 1.375rem); line-height: 1.35; font-weight: 650; }
.verdict.is-signed-in { border-left-color: var(--good); color: inherit; }
.verdict.is-failed, .verdict.is-refused { border-left-color: var(--bad); color: inherit; }
.verdict .hint { margin-top: .625rem; font-size: 1.0625rem; }
.hint { display: flex; gap: .5rem; }
.hint::before { content: "→" / ""; flex: none; color: var(--accent); font-weight: 700; }
.notes { display: grid; gap: .625rem; margin: .75rem 0 0; }
.notes li { padding: .75rem 1rem; border-left: .25rem solid var(--warn); border-radius: .5rem; background: var(--warn-paper); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem 1.5rem; margin: 1.5rem 0 0; }
.facts dt { color: var(--soft); font-size: .875rem; }
.facts dd { font-weight: 600; }

/* The line */
.route { margin: 1.5rem 0 0; padding: 1.25rem 1rem 1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.route ol { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; }
.route li { position: relative; }
.route li + li::before { content: ""; position: absolute; top: .8125rem; right: 50%; width: 100%; border-top: .375rem solid var(--accent); }
.route li.after-skipped::before { border-top: .375rem dotted var(--line); }
.route a { position: relative; z-index: 1; display: grid; justify-items: center; gap: .125rem; padding: 0 .25rem .25rem; color: inherit; text-align: center; text-decoration: none; }
.route .mark { width: 2rem; height: 2rem; margin-bottom: .375rem; }
.route b { font-size: .9375rem; }
.route a:hover b { text-decoration: underline; }
.route span { color: var(--soft); font-size: .875rem; line-height: 1.3; }
.route .failed span { color: var(--bad); font-weight: 600; }

/* Stop by stop */
.stops-title { margin: 2rem 0 .75rem; font-size: 1.125rem; }
.stops { border: 1px solid var(--line); border-radius: 1rem; background: var(--card); padding: 1.25rem; }
.stops > li { position: relative; display: grid; grid-template-columns: 1.75rem minmax(0, 1fr); gap: 0 1rem; padding-bottom: 1.5rem; }
.stops > li:last-child { padding-bottom: 0; }
.stops > li:not(:last-child)::before { content: ""; position: absolute; top: 1rem; bottom: -.75rem; left: .6875rem; border-left: .375rem solid var(--accent); }
.stops > li.before-skipped:not(:last-child)::before { border-left: .375rem dotted var(--line); }
.stops > li > .mark { position: relative; width: 1.75rem; height: 1.75rem; }
.stops h3 { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; font-size: 1.0625rem; line-height: 1.75rem; }
.stops h3 span { color: var(--soft); font-size: .9375rem; font-weight: 400; }
.stops > li:target > div { outline: 2px solid var(--accent); outline-offset: .5rem; border-radius: .25rem; }
.calls { display: grid; gap: .75rem; margin-top: .5rem; }
.calls .calls { margin: .75rem 0 0 .5rem; padding-left: 1rem; border-left: 3px solid var(--line); }
.call { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr) auto; gap: 0 .625rem; align-items: start; }
.call .mark { margin-top: .125rem; }
.call .what { display: flex; flex-wrap: wrap; gap: 0 .5rem; }
.call .time { display: flex; gap: .75rem; align-items: center; color: var(--soft); font-size: .875rem; line-height: 1.5rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.call > .inside { grid-column: 2 / -1; }
.reason { max-width: 46rem; }
.reason + .reason, .hint + .reason { margin-top: .25rem; }
.calls .hint { margin: .125rem 0; padding: .375rem .75rem; border-radius: .5rem; background: var(--calm-paper); width: fit-content; max-width: 100%; }
.tag { padding: .0625rem .5rem; border: 1px solid var(--good); border-radius: 1rem; background: var(--good-paper); color: var(--good); font-size: .8125rem; font-weight: 650; }
.tag.calm { border-color: var(--accent); background: var(--calm-paper); color: var(--accent); }
.tag.bad { border-color: var(--bad); background: var(--bad-paper); color: var(--bad); }
.tag.warn { border-color: var(--warn); background: var(--warn-paper); color: var(--warn); }
.bar { width: 8rem; height: .5rem; border-radius: .25rem; fill: var(--accent); }
.bar .ground { fill: var(--line); opacity: .6; }
.key { display: flex; flex-wrap: wrap; gap: .375rem 1.25rem; margin: 1rem 0 0; color: var(--soft); font-size: .875rem; }
.key li { display: flex; gap: .375rem; align-items: center; }
.key .mark { width: 1rem; height: 1rem; }

/* The list */
.tools { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1.25rem 0; }
.tools form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-right: auto; }
.tools > :empty { display: none; }
.tools label { display: grid; gap: .25rem; font-size: .875rem; font-weight: 600; }
.field, .button { min-height: 2.75rem; padding: .5rem .875rem; border: 1px solid var(--edge); border-radius: .625rem; background: var(--card); color: inherit; font: inherit; }
.button { color: var(--accent); font-weight: 650; cursor: pointer; }
.button:hover { border-color: var(--accent); }
.requests { border: 1px solid var(--line); border-radius: 1rem; background: var(--card); overflow: hidden; }
.requests li + li { border-top: 1px solid var(--line); }
.requests a { display: grid; grid-template-columns: 1.75rem minmax(0, 1fr) auto 9rem; gap: 0 1.25rem; align-items: center; padding: .75rem 1.25rem; color: inherit; text-decoration: none; }
.requests a:hover { background: var(--field); }
.requests a:focus-visible { outline-offset: -3px; }
.requests .sign { width: 1.75rem; height: 1.75rem; }
.requests .note { margin-top: .125rem; color: var(--warn); font-size: .9375rem; }
.requests .path { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.requests .path { font-weight: 600; }
.requests .says { color: var(--soft); font-size: .9375rem; }
.requests .end { display: grid; justify-items: end; color: var(--soft); font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.requests .end > * { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.requests .status { color: var(--ink); font-weight: 650; font-size: 1rem; }
.mini { display: block; overflow: visible; }
.mini .track { fill: none; stroke: var(--line); stroke-width: 3; }
.empty { padding: 2.5rem 1.25rem; border: 1px dashed var(--edge); border-radius: 1rem; color: var(--soft); text-align: center; }
main footer { padding: 1.5rem 0 2.5rem; color: var(--soft); font-size: .875rem; }
.means { margin: 1rem 0 0; color: var(--soft); font-size: .9375rem; }
.means summary { width: fit-content; padding: .25rem 0; color: var(--accent); cursor: pointer; }
.means dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.25rem; margin-top: .5rem; }
.means dt { color: var(--ink); font-weight: 600; }
@media (max-width: 46rem) {
  .route { display: none; }
  .verdict { padding: 1.125rem; }
  .verdict .sign { width: 2.25rem; height: 2.25rem; }
  .call { grid-template-columns: 1.25rem minmax(0, 1fr); }
  .call > .inside { grid-column: 1 / -1; }
  .calls .calls { margin-left: 0; padding-left: .75rem; }
  .means dl { grid-template-columns: 1fr; gap: 0; }
  .means dd { margin-bottom: .5rem; }
  .call .time { grid-column: 2; }
  .call .bar { flex: 1; max-width: 8rem; }
  .stops { padding: 1rem; }
  .stops > li { gap: 0 .75rem; }
  .requests a { grid-template-columns: 1.5rem minmax(0, 1fr); padding: .875rem 1rem; gap: .375rem .75rem; align-items: start; }
  .requests .sign { width: 1.5rem; height: 1.5rem; }
  .requests .mini, .requests .end { grid-column: 2; }
  .requests .end { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
  .tools form { display: contents; }
  .tools .button { flex: 1; }
  .tools > p { order: 1; flex: 1 1 100%; }
  .tools label, .tools .field { flex: 1 1 100%; width: 100%; }
}
@media (forced-colors: active) { .mark, .sign, .mini svg, .bar { forced-color-adjust: preserve-parent-color; } }
`;
