/** The colours keep 4.5:1 (text) and 3:1 (marks) on their background, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2430; --soft: #5b6272; --rule: #d9dce3;
	--c-good: #2f6fb7; --c-bad: #c43d3d; --c-1: #2f6fb7; --c-2: #b25e00; --c-3: #7a3fa8; }
@media screen and (prefers-color-scheme: dark) {
	:root { --back: #16181d; --text: #e6e8ee; --soft: #a3a9b8; --rule: #363b47;
		--c-good: #6ba6e8; --c-bad: #f07f7f; --c-1: #6ba6e8; --c-2: #e0a050; --c-3: #c08fe8; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 960px; padding: 24px; background: var(--back); color: var(--text);
	font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 26px; margin: 0; } h2 { font-size: 19px; margin: 36px 0 8px; }
p { margin: 4px 0; } .none, .about, figcaption { color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 20px 0; }
dl div { border: 1px solid var(--rule); border-radius: 8px; padding: 10px 12px; }
dt { color: var(--soft); font-size: 13px; } dd { margin: 0; font-size: 22px; font-variant-numeric: tabular-nums; }
figure { margin: 12px 0 20px; } svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font-size: 12px; } .grid { stroke: var(--rule); }
rect.good { fill: var(--c-good); } rect.bad { fill: var(--c-bad); }
.line { fill: none; stroke-width: 2; } .line.one { stroke: var(--c-1); }
.line.two { stroke: var(--c-2); stroke-dasharray: 6 3; } .line.three { stroke: var(--c-3); stroke-dasharray: 2 3; }
.dot.one { fill: var(--c-1); } .dot.two { fill: var(--c-2); } .dot.three { fill: var(--c-3); }
.legend { display: flex; flex-wrap: wrap; gap: 16px; list-style: none; margin: 2px 0; padding: 0; font-size: 13px; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px; }
.key.good { background: var(--c-good); } .key.bad { background: var(--c-bad); }
.key.one { background: var(--c-1); } .key.two { background: var(--c-2); } .key.three { background: var(--c-3); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; overflow-wrap: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } figure, tr, dl div { break-inside: avoid; }
	h2 { break-after: avoid; } .wide { overflow: visible; } * { print-color-adjust: exact; } }
`;
