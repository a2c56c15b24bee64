"""The look of ``index.html``: the light tokens of the window, and black on white in print."""

from __future__ import annotations

STYLE = """
:root{--window:#F2F4F7;--rail:#E9EDF2;--surface:#FFF;--subtle:#F6F8FA;--hover:#EEF2F7;--line:#E8ECF1;--border:#DCE1E8;
--border2:#C3CAD4;--field:#7F8997;--text:#1A2330;--text2:#475364;--text3:#586473;--accent:#1C5DB8;--ok:#17693F;
--okbg:#E3F3E9;--warn:#8A4F00;--warnbg:#FDF0DA;--bad:#B3261E;--badbg:#FCE8E6;--info:#1C5DB8;--infobg:#E4EEFB;
color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:64px}
body{margin:0;background:var(--window);color:var(--text);font:13px/20px "Microsoft YaHei UI","Microsoft YaHei",
"PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif;display:grid;grid-template-columns:228px minmax(0,1fr);
font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px;border-radius:3px}
h1,h2,h3,p,dl,dd,ul,ol{margin:0;padding:0}
.mono,code{font-family:Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
svg{width:14px;height:14px;flex:none;vertical-align:-2px}
.rail{position:sticky;top:0;height:100vh;overflow:auto;background:var(--rail);border-right:1px solid var(--border);
padding:16px 12px}
.brand{display:flex;gap:8px;align-items:center;padding:0 4px 12px}
.brand i{width:32px;height:32px;border-radius:6px;background:var(--accent);color:#fff;font-size:16px;font-weight:700;
font-style:normal;line-height:32px;text-align:center;flex:none}
.brand b{display:block;line-height:18px}
.brand span{color:var(--text3);font-size:12px;line-height:18px}
.rail h2{font-size:12px;font-weight:400;color:var(--text3);padding:12px 8px 4px}
.rail a{display:flex;justify-content:space-between;gap:8px;color:var(--text);padding:4px 8px;border-radius:4px;
min-height:28px}
.rail a:hover{background:var(--surface);text-decoration:none}
.rail a span{color:var(--text3);font-size:12px}
.rail a.none{color:var(--text3)}
.rail .due span{background:var(--warnbg);color:var(--warn);border-radius:9px;padding:0 7px}
main{padding:8px 24px 40px;max-width:1360px;width:100%}
.two{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 12px;align-items:start}
.two>:only-child{grid-column:1/-1}
.searching :is(.cover,.two,#clauses,#verify){display:none}
.card{background:var(--surface);border:1px solid var(--border);border-radius:6px;margin-bottom:12px}
.card>h2{font-size:14px;line-height:20px;padding:11px 16px;border-bottom:1px solid var(--line);display:flex;gap:8px;
align-items:center}
.card>h2 small{font-size:12px;font-weight:400;color:var(--text3)}
.cover{padding:20px 20px 0}
.crumb{color:var(--text3);font-size:12px;line-height:18px}
h1{font-size:22px;line-height:32px;display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center}
.pill{display:inline-flex;gap:4px;align-items:center;font-size:12px;line-height:18px;font-weight:400;border-radius:10px;
padding:1px 9px 1px 7px;white-space:nowrap}
.pill svg{width:12px;height:12px;vertical-align:0}
.ok{background:var(--okbg);color:var(--ok)}.warn{background:var(--warnbg);color:var(--warn)}
.bad{background:var(--badbg);color:var(--bad)}.info{background:var(--infobg);color:var(--info)}
.neutral{background:var(--rail);color:var(--text2)}
.figures{display:flex;flex-wrap:wrap;margin:14px -20px 0;border-top:1px solid var(--line)}
.figures div{padding:10px 20px 12px;border-right:1px solid var(--line);min-width:132px}
.figures div:last-child{border-right:0}
.figures dt{color:var(--text3);font-size:12px;line-height:18px}
.figures dd{font-size:26px;line-height:32px;font-weight:700;display:flex;gap:8px;align-items:center}
.figures dd small{font-size:13px;font-weight:400;color:var(--text3)}
.facts{display:grid;grid-template-columns:76px minmax(0,1fr);gap:4px 12px;padding:12px 20px 14px;margin:0 -20px;
background:var(--subtle);border-top:1px solid var(--line);border-radius:0 0 6px 6px}
.facts dt{color:var(--text3);text-align:right}
.facts dd{overflow-wrap:anywhere}
.bar{position:sticky;top:0;z-index:2;background:var(--window);padding:8px 0;display:flex;gap:12px;align-items:center}
.bar label{flex:1;max-width:560px;display:flex;align-items:center;gap:8px;background:var(--surface);
border:1px solid var(--field);border-radius:4px;padding:0 10px;color:var(--text3)}
.bar label:focus-within{outline:2px solid var(--accent);outline-offset:-1px}
.bar input{flex:1;min-width:0;border:0;outline:0;background:none;font:inherit;color:var(--text);height:32px}
.bar kbd{font-family:inherit;font-size:12px;line-height:18px;border:1px solid var(--border2);
border-radius:3px;padding:0 6px}
[hidden]{display:none!important}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{font-size:12px;line-height:18px;font-weight:400;color:var(--text3);background:var(--subtle);text-align:left;
padding:5px 8px;border-bottom:1px solid var(--border)}
td{padding:6px 8px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th:first-child,td:first-child{padding-left:16px}
th:last-child,td:last-child{padding-right:16px}
tbody tr:last-child td{border-bottom:0}
tbody tr:hover td{background:var(--hover)}
.r{text-align:right}
.file{color:var(--text3);font-size:12px}
.tag{display:inline-block;border:1px solid var(--border2);border-radius:3px;padding:0 5px;margin:1px 4px 1px 0;
font-size:12px;line-height:16px;color:var(--text2);background:var(--surface);white-space:nowrap}
.c-file{width:25%}.c-no{width:116px}.c-reg{width:104px}.c-cl{width:132px}.c-day{width:94px}.c-size{width:84px}
.c-due{width:116px}.c-wide{width:240px}.c-n{width:56px}
.group{content-visibility:auto;contain-intrinsic-size:auto 200px}
.list{display:flex;flex-wrap:wrap;gap:0 20px;list-style:none}
.how{padding:14px 16px 16px;display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:14px 28px}
.how h3{font-size:13px;line-height:20px}
.how p{color:var(--text2)}
.how pre{margin:6px 0 0;padding:8px 12px;background:var(--subtle);border:1px solid var(--line);border-radius:4px;
font:12px/18px Consolas,"DejaVu Sans Mono","Noto Sans SC",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.message{display:flex;gap:8px;padding:12px 16px;color:var(--text2)}
.message svg{margin-top:3px}.message.good svg{color:var(--ok)}
.note{padding:8px 16px;color:var(--text2);background:var(--subtle);border-top:1px solid var(--line);font-size:12px;
line-height:18px;border-radius:0 0 6px 6px}
footer{color:var(--text3);font-size:12px;padding:8px 0}
::highlight(found){background:#FFE8A3;color:#1A2330}
@media(max-width:1200px){.two{display:block}}
@media screen and (max-width:1000px){body{display:block}
.rail{position:static;height:auto;border:0}.rail a{display:inline-flex}
.files :is(th,td):is(:nth-child(2),:nth-child(4)){display:none}}
@media print{@page{size:A4;margin:16mm 14mm 15mm}
body{display:block;background:#fff;color:#000;font-size:9pt;line-height:13pt}
.rail,.bar,.how pre{break-inside:avoid}.rail,.bar{display:none}
main{padding:0;max-width:none}
.card{border:0;border-radius:0;margin:0 0 10pt}
.card>h2{padding:6pt 0 4pt;border-bottom:1pt solid #000;break-after:avoid}
.cover{padding:0}.figures,.facts{margin-left:0;margin-right:0;background:none;border-color:#999}
.figures div{padding:4pt 14pt 4pt 0;border:0;min-width:70pt}.figures dd{font-size:15pt;line-height:20pt}
th,td{padding:2.5pt 5pt;border-bottom:.5pt solid #999;background:none!important}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
thead{display:table-header-group}tr,.how>div,.figures{break-inside:avoid}
a,.crumb,.file,.facts dt,.figures dt,th,footer{color:#222!important}
.pill,.tag{border:.5pt solid #555;background:none;color:#000}.group{content-visibility:visible}
.tag{white-space:normal}.files :is(th,td):nth-child(2){display:none}.two{display:block}
.note{background:none;padding:4pt 0 0}
.c-no{width:66pt}.c-reg{width:58pt}.c-cl{width:108pt}.c-day{width:62pt}.c-size{width:50pt}.c-due{width:90pt}
.c-wide{width:120pt}}
"""
