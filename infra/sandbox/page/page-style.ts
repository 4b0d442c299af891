/** The portal's look for a page without a build of its own. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#f6f6f8, #0e0f12);
  --surface: light-dark(#fff, #15171b);
  --line: light-dark(#e5e5ea, #282b33);
  --text: light-dark(#17181c, #edeef1);
  --soft: light-dark(#4d4f5a, #b2b6c1);
  --faint: light-dark(#666874, #9096a3);
  --accent: light-dark(#2b4fc7, #8ea9ff);
  --accent-text: light-dark(#fff, #0d1430);
  --right: light-dark(#17704a, #5fcf9a);
  --attention: light-dark(#8a5800, #f0bb57);
  --wrong: light-dark(#b3261e, #ff938a);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--text); font: 400 14px/20px 'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif; }
header, main { max-width: 1160px; margin: 0 auto; padding: 0 32px; }
header { padding-top: 32px; }
h1 { margin: 0 0 4px; font-size: 22px; font-weight: 600; line-height: 28px; letter-spacing: -0.018em; }
header p { margin: 0; color: var(--soft); max-width: 70ch; }
a { color: var(--accent); }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; padding-top: 20px; padding-bottom: 64px; }
section { padding: 18px 20px 20px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
h2 { margin: 0 0 4px; font-size: 15px; font-weight: 600; }
section > p { margin: 0 0 12px; color: var(--soft); }
h3 { margin: 16px 0 6px; font-size: 13px; font-weight: 600; }
.none { margin: 0; color: var(--faint); }
.scroll { overflow-x: auto; border-radius: 6px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); color: var(--faint); font-weight: 500; font-size: 12px; text-align: left; white-space: nowrap; }
td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
th:first-child, td:first-child { width: 26%; min-width: 180px; }
code { font: 12.5px/18px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
ul { display: grid; gap: 8px; margin: 12px 0 0; padding: 0; list-style: none; }
li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; }
li strong { font-weight: 600; margin-right: 8px; }
button { height: 36px; padding: 0 14px; background: var(--accent); border: 0; border-radius: 8px; color: var(--accent-text); font: inherit; font-weight: 550; font-size: 13px; cursor: pointer; }
button.again { background: none; border: 1px solid var(--line); color: var(--text); }
button[aria-busy='true'] { cursor: progress; opacity: 0.7; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.right { color: var(--right); }
.attention { color: var(--attention); }
.wrong { color: var(--wrong); }
#said { min-height: 20px; margin-top: 10px; }
@media (max-width: 720px) {
  header, main { padding-left: 16px; padding-right: 16px; }
  li button { width: 100%; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 10px 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td, td:first-child { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 12px; width: auto; min-width: 0; padding: 2px 0; border: 0; }
  td::before { content: attr(data-head); color: var(--faint); }
}
`;
