"""How the yearbook looks: on a phone by day and by night, and on paper of any size.

The marks are those of the pictures, told by shape and color both. Each color stands at least 3:1
against its ground, and text at least 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3).
"""

SHEET = """
:root {
  color-scheme: light dark;
  --ground: #fbf9f3; --slip: #f2eee3; --ink: #26241f; --soft: #6a645a; --line: #ddd7cb;
  --accent: #a86a06;
  --on_time: #236852; --in_grace: #96620a; --later: #844a76; --frozen: #2670b0;
  --neutral: #7a7367; --missed: #b24a34; --open: #26241f; --ahead: #8f887c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #1b1f24; --slip: #252a30; --ink: #ede8dd; --soft: #a6a094; --line: #3a3f45;
    --accent: #e2ac4c;
    --on_time: #68be98; --in_grace: #dba748; --later: #cc94c2; --frozen: #76b6ec;
    --neutral: #9e988c; --missed: #e2886e; --open: #f5f0e4; --ahead: #747676;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua",
    "Noto Serif", Georgia, serif;
  overflow-wrap: anywhere;
}
body > * { max-width: 36rem; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3, h4 { font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
p { margin: 0; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
svg.mark { width: 1em; height: 1em; display: block; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.on_time { color: var(--on_time); } .in_grace { color: var(--in_grace); }
.later { color: var(--later); } .frozen { color: var(--frozen); }
.neutral { color: var(--neutral); } .missed { color: var(--missed); }
.open { color: var(--open); } .ahead { color: var(--ahead); }

.cover { min-height: 100vh; min-height: 100svh; display: flex; flex-direction: column;
  justify-content: center; gap: 1.1rem; padding-block: 4rem; }
.cover .moons { display: flex; gap: .7rem; font-size: 1.5rem; margin-bottom: 1.5rem; }
.cover h1 { font-size: clamp(2.6rem, 11vw, 3.6rem); letter-spacing: -.015em; }
.cover .under { font-size: 1.3rem; line-height: 1.35; color: var(--soft); }
.cover .figures { border-top: 1px solid var(--line); padding-top: 1.1rem; margin-top: 1rem; }
.cover .made { color: var(--soft); font-size: .92rem; }

.glance, .contents { padding-block: 3rem; }
.glance h2, .contents h2, .run h2 { font-size: 1.7rem; margin-bottom: 1.25rem; }
.glance h3, .contents h3 { font-size: 1.1rem; margin: 1.75rem 0 .75rem; }
.grid { list-style: none; margin: 0; padding: 0; display: grid; gap: .3rem;
  grid-template-columns: repeat(14, 1fr); }
.grid li, .grid a { display: block; }
.grid a { border-radius: 3px; }
.grid svg.mark { width: 100%; height: auto; aspect-ratio: 1; max-width: 1.4rem; margin: 0 auto; }
.legend { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .45rem 1.5rem;
  grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); font-size: .95rem; }
.legend li { display: flex; align-items: center; gap: .6rem; }
.legend .many { color: var(--soft); margin-inline-start: auto; font-variant-numeric: tabular-nums; }
.contents ol { list-style: none; margin: 0; padding: 0; }
.contents li a { display: flex; gap: 1rem; padding: .4rem 0; text-decoration: none;
  border-bottom: 1px solid var(--line); }
.contents .number { flex: 0 0 4.5rem; color: var(--soft); font-variant-numeric: tabular-nums; }

.day { padding-block: 3rem; border-top: 1px solid var(--line); }
.day header .which { display: flex; align-items: center; gap: .55rem; color: var(--soft);
  font-size: .95rem; }
.day header .which svg { flex: none; }
.day h3 { font-size: 1.8rem; letter-spacing: -.01em; margin: .4rem 0 1.5rem; }
.text p + p, .text p + blockquote, .text blockquote + p { margin-top: .7em; }
.text { white-space: pre-line; hyphens: auto; hyphenate-limit-chars: 8 4 4; }
.text blockquote { margin: .5em 0; padding-inline-start: 1rem;
  border-inline-start: 2px solid var(--line); }
.challenge h4, .mine h4 { font-size: .95rem; color: var(--soft); margin: 1.4rem 0 .25rem; }
.challenge .less { font-size: .94rem; color: var(--soft); }
.challenge .less h4 { font-size: .9rem; margin-top: 1rem; }
.remark { color: var(--soft); font-style: italic; font-size: .94rem; margin-top: 1rem; }
.mine { margin-top: 2rem; background: var(--slip); border-inline-start: 3px solid var(--accent);
  padding: 1rem 1.25rem 1.25rem; border-radius: 0 4px 4px 0; }
.mine h4 { color: var(--accent); margin: 0 0 .75rem; }
.mine .words { font-size: 1.12rem; white-space: pre-wrap; unicode-bidi: isolate; }
.mine .file { font-style: italic; color: var(--soft); }
.mine time { display: block; font-size: .85rem; color: var(--soft); margin-top: .2rem; }
.mine .entry + .entry { margin-top: 1.1rem; }
.colophon { color: var(--soft); font-size: .9rem; padding-block: 3rem 4rem; }

@media (min-width: 40rem) {
  .contents ol { columns: 2; column-gap: 2rem; }
  .contents li { break-inside: avoid; }
  .grid { grid-template-columns: repeat(28, 1fr); gap: .2rem; }
}
@page { margin: 13mm 14mm 16mm; @bottom-center {
  content: counter(page); font: 8pt Georgia, serif; color: #6a645a; } }
@page :first { @bottom-center { content: none; } }
@media print {
  :root { --ground: #fff; --slip: #f6f3ea; color-scheme: light; }
  html { font-size: 9.4pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { line-height: 1.5; background: none; }
  body > * { max-width: 125mm; padding-inline: 0; }
  a { text-decoration: none; }
  .cover { min-height: 85vh; padding-block: 0; }
  .glance, .contents, .run, .day, .colophon { padding-block: 0; }
  .glance, .contents, .run, .day { break-before: page; }
  .run + .day { break-before: auto; margin-top: 8mm; }
  .day { border-top: 0; }
  .day h3 { margin: 1.2mm 0 3mm; font-size: 1.65rem; }
  .challenge { font-size: .93em; line-height: 1.42; }
  .challenge h4 { margin-top: .9em; } .challenge .less h4 { margin-top: .6em; }
  .text p + p, .text p + blockquote, .text blockquote + p { margin-top: .5em; }
  .mine { margin-top: 4mm; padding: 2.5mm 4mm 3mm; } .mine h4 { margin-bottom: .4em; }
  .mine .words { font-size: 1.05em; line-height: 1.45; }
  .grid { grid-template-columns: repeat(21, 1fr); gap: 1.1mm; }
  .grid svg.mark { max-width: 4mm; }
  .contents ol { columns: 2; column-gap: 8mm; font-size: .92em; }
  .contents li { break-inside: avoid; }
  .contents li a { padding: .22em 0; gap: .6em; }
  .contents .number { flex-basis: 4.4em; white-space: nowrap; }
  h2, h3, h4 { break-after: avoid; }
  .text, .words { orphans: 3; widows: 3; }
  .day header, .mine h4, .file { break-inside: avoid; break-after: avoid; }
  .entry .words { break-after: avoid; } .entry time { break-before: avoid; }
  .mine { box-decoration-break: clone; -webkit-box-decoration-break: clone; }
  .colophon { margin-top: 14mm; }
}
@media print and (min-width: 160mm) {
  html { font-size: 11.4pt; }
  body > * { max-width: 150mm; }
  .grid { grid-template-columns: repeat(28, 1fr); }
}
"""

SYMBOLS = """
<svg width="0" height="0" aria-hidden="true" focusable="false" style="position:absolute">
<symbol id="m-on_time" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9.2"/></symbol>
<symbol id="m-in_grace" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8.5" fill="none"
 stroke="currentColor" stroke-width="1.4"/><path d="M10 .8a9.2 9.2 0 0 0 0 18.4z"/></symbol>
<symbol id="m-later" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8.3" fill="none"
 stroke="currentColor" stroke-width="1.7"/><circle cx="10" cy="10" r="3.6"/></symbol>
<symbol id="m-frozen" viewBox="0 0 20 20"><path d="M10 1v18M2.2 5.5l15.6 9M17.8 5.5l-15.6 9"
 fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="m-neutral" viewBox="0 0 20 20"><path d="M3.6 10h12.8" stroke="currentColor"
 stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="m-missed" viewBox="0 0 20 20"><path d="M5 5l10 10M15 5L5 15" stroke="currentColor"
 stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="m-open" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8.4" fill="none"
 stroke="currentColor" stroke-width="2.6"/></symbol>
<symbol id="m-ahead" viewBox="0 0 20 20"><circle cx="10" cy="10" r="2"/></symbol>
</svg>
"""
"""The eight marks, each by a shape of its own."""
