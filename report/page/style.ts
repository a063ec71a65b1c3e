import { figureStyle, looks } from '../svg/palette.ts'

/** Everything the page looks like; colours and dark mode are those of the figures. */
export const pageStyle = `${figureStyle}
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
main,header,footer{max-width:1080px;margin:0 auto;padding:0 24px}
header{padding-top:40px}footer{padding-top:24px;padding-bottom:48px;color:var(--soft);font-size:14px}
h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:21px;margin:52px 0 6px;padding-top:12px;border-top:1px solid var(--line)}
h3{font-size:17px;margin:36px 0 4px}h4{font-size:15px;margin:20px 0 4px}
p{margin:8px 0;max-width:74ch}.lead{color:var(--soft);font-size:17px}.note{color:var(--soft);font-size:14px}
a{color:var(--s0)}a:focus-visible,.wide:focus-visible,summary:focus-visible{outline:2px solid var(--s0);outline-offset:2px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:14px 0 0;font-size:15px}
.partial{border-left:4px solid var(--s1);padding:6px 14px;margin:18px 0;background:color-mix(in srgb,var(--s1) 9%,var(--ground))}
.wide{overflow-x:auto;margin:14px 0 22px}
table{border-collapse:collapse;min-width:min(100%,660px);font-size:14.5px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:14px;padding:0 0 8px}
caption>span{display:block;position:sticky;left:0;max-width:min(74ch,calc(100vw - 48px))}
th,td{padding:6px 14px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;text-align:left}thead th{border-bottom:1.5px solid var(--soft);vertical-align:bottom}
tbody th{white-space:nowrap}.n{text-align:right;white-space:nowrap}th.n{text-align:right}tbody th .note{font-weight:400}
td .sub,th .sub{display:block;color:var(--soft);font-size:13px;font-weight:400}tbody th .sub{white-space:normal;overflow-wrap:anywhere}
tr>:first-child{position:sticky;left:0;background:var(--ground)}.group th[colspan]{padding-top:14px;position:static}.group tr+tr>th{font-weight:400}
.search{white-space:nowrap}.search svg{display:inline-block;vertical-align:-2px;margin-right:6px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;padding:0;margin:0 0 8px;font-size:15px}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(316px,100%),1fr));gap:10px 18px;margin-bottom:10px}.panels .figure{width:100%;max-width:420px}
.best>.main{font-weight:700}.best>.main::after{content:"";display:inline-block;width:6px;height:6px;margin-left:6px;border-radius:3px;background:var(--s2);vertical-align:middle}
.bar{display:block;height:4px;margin:3px 0 2px;background:var(--line);border-radius:2px;overflow:hidden;min-width:74px}
.bar>span{display:block;height:100%}${looks.map((_, at) => `.bar>.s${at}{background:var(--s${at})}`).join('')}
.failed{color:var(--s1)}
.figure{display:block;max-width:100%;height:auto}@media screen and (max-width:700px){figure.wide>.figure{max-width:none}}figure{margin:16px 0 8px}figcaption{color:var(--soft);font-size:14px;position:sticky;left:0;max-width:min(74ch,calc(100vw - 48px))}
pre{background:color-mix(in srgb,var(--line) 38%,var(--ground));padding:12px 16px;border-radius:6px;overflow-x:auto;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{font:13.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details{margin:8px 0}summary{cursor:pointer;color:var(--soft)}
dt{font-weight:600;margin-top:14px}dd{margin:2px 0 0;max-width:74ch}
@media print{@page{margin:16mm}body{font-size:11pt}main,header,footer{max-width:none;padding:0}nav{display:none}
h2,h3,h4{break-after:avoid}figure,tr,pre{break-inside:avoid}.wide{overflow:visible}table{font-size:9.5pt}pre{white-space:pre-wrap}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit;text-decoration:none}}`
