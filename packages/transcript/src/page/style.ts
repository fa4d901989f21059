/** The page's own style sheet. Nothing in it depends on the thread, so that its digest can be allowed and nothing else. */
export const style = `
:root{color-scheme:light dark;--paper:#f6f5f2;--card:#fff;--well:#f1efea;--ink:#1d1c1a;--quiet:#625f58;--line:#e2dfd8;--accent:#1f5f7a;--good:#19693a;--good-well:#e3f3e7;--bad:#a3271d;--bad-well:#fbe7e4;--mild:#6b5200;--mild-well:#f8eed0;--plus:#e4f4e8;--minus:#fcebe9;--cached:#a9c8d6;--input:#3f86a6;--output:#d98324;--k:#7a3e9d;--s:#256b3c;--c:#6a6760;--n:#9a4a00;--p:#1f5f7a;--code:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#141414;--card:#1c1c1d;--well:#252526;--ink:#e9e6e0;--quiet:#a5a199;--line:#343331;--accent:#8cc4dc;--good:#7fd29a;--good-well:#173321;--bad:#ff9d92;--bad-well:#421d19;--mild:#e6c465;--mild-well:#372d12;--plus:#16301f;--minus:#3a1c1a;--cached:#34566a;--input:#5fa8ca;--output:#e9a157;--k:#cfa3ea;--s:#93d3a5;--c:#9b978e;--n:#f0b37c;--p:#8cc4dc}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0 auto;max-width:920px;padding:0 clamp(14px,4vw,32px) 48px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:4px}
.skip{position:absolute;left:-999px;top:8px;background:var(--card);padding:8px 14px;border-radius:8px}
.skip:focus{left:14px}
.out-of-sight{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
h1,h2,h3,p{margin:0}
h1{font-size:clamp(1.5rem,5.4vw,2.1rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.15rem;letter-spacing:-.005em}
h3{font-size:1rem}
b{font-weight:600}
.quiet{color:var(--quiet);font-weight:400}
.top{padding:36px 0 26px}
.brand{font-size:.82rem;font-weight:600;color:var(--accent);margin-bottom:12px}
.brand span{color:var(--quiet);font-weight:400}
.brand span::before{content:"/";margin:0 .35em;color:var(--line)}
.facts{color:var(--quiet);font-size:.875rem;line-height:1.6}
.facts>span{display:inline-block}
.facts>span:not(:last-child)::after{content:"·";margin:0 .3em 0 .45em;color:var(--quiet)}
.top .facts{margin-top:12px;font-size:.95rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:18px 20px;margin-bottom:20px}
.note{color:var(--quiet);font-size:.9rem;margin:10px 0}
.chip{display:inline-block;padding:1px 9px;border-radius:99px;background:var(--well);color:var(--quiet);font-size:.8rem;font-weight:500;line-height:1.55;white-space:nowrap}
.chip.good{background:var(--good-well);color:var(--good)}
.chip.bad{background:var(--bad-well);color:var(--bad)}
.chip.mild{background:var(--mild-well);color:var(--mild)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0 10px;padding:0;list-style:none;font-size:.875rem;color:var(--quiet)}
.legend b{color:var(--ink);font-variant-numeric:tabular-nums}
.legend li::before{content:"";display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:7px}
.legend .cached::before{background:var(--cached)}.legend .input::before{background:var(--input)}.legend .output::before{background:var(--output)}
.tokens{display:block}
.tokens g.cached{fill:var(--cached)}.tokens g.input{fill:var(--input)}.tokens g.output{fill:var(--output)}
.tokens .band{fill:transparent}.tokens .band.even{fill:var(--well);fill-opacity:.75}
.tokens .grid{stroke:var(--line)}.tokens .axis{stroke:var(--quiet)}
.tokens text{fill:var(--quiet);font-size:12px;font-variant-numeric:tabular-nums}
.tokens .tick{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.tokens .turn{text-anchor:middle}
.caption{text-align:center;color:var(--quiet);font-size:.8rem}
.figures{margin-top:12px;font-size:.9rem}
.figures table{margin-top:8px;font-variant-numeric:tabular-nums}
.figures td,.figures th:not(:first-child){text-align:right}
.contents ol{list-style:none;margin:10px 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,230px),1fr));gap:2px 40px}
.contents li{display:flex;align-items:baseline;justify-content:space-between;gap:8px;padding:5px 0}
.contents a{text-decoration:none}.contents .who{text-decoration:underline;text-underline-offset:2px}
.contents .number{display:inline-block;min-width:1.8em;color:var(--quiet);font-variant-numeric:tabular-nums}
.turn{margin:40px 0 0;padding-top:28px;border-top:1px solid var(--line)}
.turn>header{display:flex;flex-wrap:wrap;align-items:baseline;gap:6px 12px;margin-bottom:14px}
.turn>header .facts{flex-basis:100%}
.turn>header h2{font-size:1.35rem;letter-spacing:-.01em}
.request,.answer,.plan,.trouble{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:15px 18px;margin:0 0 14px}
.answer{border-color:color-mix(in srgb,var(--accent) 60%,var(--line))}
.trouble{border-color:color-mix(in srgb,var(--bad) 45%,var(--line))}
.face{display:inline-grid;place-items:center;width:26px;height:26px;margin-right:9px;border-radius:50%;background:var(--accent);color:var(--card);font-size:.8rem;font-weight:600}
.request .facts{margin:2px 0 0 35px}
.text{margin-top:8px}
.text>:first-child{margin-top:0}.text>:last-child{margin-bottom:0}
.request .text,.request>.note{margin-left:35px}
.request details{margin:8px 0 0 35px;font-size:.9rem}.request details .text{margin-left:0}
.text p,.text ul,.text ol,.text pre,.text blockquote,.text table,.step p,.step ul,.step ol,.step blockquote{margin:0 0 .7em}
.text ul,.text ol,.step ul,.step ol{padding-left:1.5em}
.text li>p{margin-bottom:.3em}
.text .task,.step .task{list-style:none;margin-left:-1.35em}
.task>.box+p{display:inline}
.heading{font-weight:650;margin-top:1.1em!important}
.plain{white-space:pre-wrap}
blockquote{border-left:3px solid var(--line);padding-left:14px;color:var(--quiet)}
hr{border:0;border-top:1px solid var(--line);margin:1em 0}
code,pre{font-family:var(--code);font-size:.84rem;line-height:1.5}
:not(pre)>code{background:var(--well);border-radius:5px;padding:.1em .35em}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
pre.code,pre.output{background:var(--well);border-radius:9px;padding:10px 13px}
.wide{overflow-x:auto;margin:0 0 .7em}.wide:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:4px}
table{border-collapse:collapse;font-size:.92em}
.text .wide table,.step .wide table{margin:0;overflow-wrap:normal}.wide td{max-width:60ch;overflow-wrap:break-word}
th,td{border-bottom:1px solid var(--line);padding:4px 12px 4px 0;text-align:left;vertical-align:top}
th{font-weight:600}
summary{cursor:pointer}
.plan ul{list-style:none;margin:10px 0 0;padding:0}
.plan li{position:relative;padding:3px 0 3px 28px}
.plan .mark{position:absolute;left:2px;width:18px;text-align:center;color:var(--quiet)}
.plan .done .mark{color:var(--good)}.plan .doing .mark{color:var(--mild)}
.plan .done{color:var(--quiet)}.plan .doing{font-weight:600}
.steps{margin:0 0 14px}
.steps>summary{padding:7px 2px;font-weight:600;font-size:.95rem}
.steps>ol{list-style:none;margin:4px 0 0 6px;padding:0 0 0 clamp(14px,3.4vw,22px);border-left:2px solid var(--line)}
.step{position:relative;margin:0;padding:7px 0 9px}
.step::before{content:"";position:absolute;left:calc(-1*clamp(14px,3.4vw,22px) - 6px);top:13px;width:10px;height:10px;border-radius:50%;background:var(--quiet);border:2px solid var(--paper)}
.step.command::before,.step.tool::before{background:var(--input)}.step.change::before{background:var(--good)}.step.failed::before{background:var(--bad)}.step.remark::before{background:var(--accent)}.step.left::before{background:var(--line)}
.step .label{margin:0 0 2px;color:var(--quiet);font-size:.76rem;font-weight:600}
.step.thought{color:var(--quiet)}.step.thought strong{color:var(--ink)}
.step>:last-child,.step>p:last-child{margin-bottom:0}
.run{background:var(--card);border:1px solid var(--line);border-radius:10px}
.run>summary,div.run{padding:8px 12px;display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px;list-style:none}
.run>summary::-webkit-details-marker{display:none}
.run .prompt{flex:1 1 100%;background:none;padding:0;white-space:pre-wrap}
.run .prompt::before{content:"$ ";color:var(--quiet)}
.step.tool .prompt::before{content:""}
.run .prompt code{background:none;padding:0}
.chips{display:inline-flex;gap:6px;flex-wrap:wrap}
.more{font-size:.8rem;color:var(--quiet)}
.run>summary .more::before,.run>summary::after{color:var(--quiet)}
.run>summary .more::before{content:"▸ "}.run[open]>summary .more::before{content:"▾ "}
.run>pre.output{border-radius:0 0 9px 9px;border-top:1px solid var(--line)}
.run>.left{margin:0;padding:6px 13px;border-top:1px dashed var(--line);border-bottom:1px dashed var(--line)}
.run>.left+pre.output{border-top:0}
.file{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 8px;overflow:hidden}
.file>summary{padding:7px 12px;font-size:.88rem}
.path{font-family:var(--code);font-size:.84rem;font-weight:600}
.file .word{color:var(--quiet);font-size:.8rem;margin:0 6px}
.sums{font-variant-numeric:tabular-nums;white-space:nowrap;font-size:.82rem}.plus{color:var(--good)}.minus{color:var(--bad)}
.file>.left{padding:0 12px}
.diff{border-top:1px solid var(--line);font:.8rem/1.5 var(--code);tab-size:4}
.row{display:flex;white-space:pre-wrap}
.row code{flex:1;min-width:0;background:none;padding:0 10px 0 0;border-radius:0;font-size:inherit}
.row .no{flex:none;width:3.6em;padding-right:.8em;text-align:right;color:var(--quiet);user-select:none}
.row .sign{flex:none;width:1.2em;user-select:none}
.row.added{background:var(--plus)}.row.removed{background:var(--minus)}
.row.added .sign{color:var(--good)}.row.removed .sign{color:var(--bad)}
.row.hunk{background:var(--well);color:var(--quiet);padding:2px 12px}
.k{color:var(--k)}.s{color:var(--s)}.c{color:var(--c);font-style:italic}.n{color:var(--n)}.p{color:var(--p)}
footer{margin-top:52px;padding-top:18px;border-top:1px solid var(--line);color:var(--quiet);font-size:.85rem}
footer p{margin-bottom:6px}
footer .facts{font-size:inherit}
@media (max-width:520px){.request .text,.request>.note,.request .facts,.request details{margin-left:0}.card,.request,.answer,.plan,.trouble{padding:14px}.row .no{width:2.6em;padding-right:.5em}.top{padding-top:24px}.turn{margin-top:30px}.figures table{font-size:.78rem}.figures th,.figures td{padding-right:7px}}
@media print{.steps,.file,.run{break-inside:avoid}body{max-width:none}}
`.trim();
