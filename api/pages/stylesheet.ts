/** The one stylesheet of the pages that are rendered here; served from our own address, since the pages allow nothing else. */
export const PAGE_STYLES = `:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1f1f1f;font:1rem/1.5 "Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.bar{background:#0b5394;color:#fff;padding:.5rem 1rem;font-weight:600}
.demo{background:#fdecc8;color:#5c3b00;padding:.25rem 1rem}
main{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.375rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.0625rem;margin:1.5rem 0 .5rem}
.muted{color:#595959}
.chip{display:inline-block;padding:.125rem .625rem;border-radius:1rem;background:#e6f0fa;color:#0b5394;font-weight:600}
.chip.late{background:#b42318;color:#fff}
.note{border-left:4px solid #0b5394;background:#e6f0fa;padding:.5rem .75rem;margin:1rem 0}
.note.bad{border-color:#b42318;background:#fde7e4}
.note.good{border-color:#1b6e3c;background:#e3f4e8}
dl{margin:.5rem 0}
dt{font-weight:600;margin-top:.5rem}
dd{margin:0;overflow-wrap:anywhere}
del{background:#fde7e4;color:#7a1a12}
ins{background:#e3f4e8;color:#14532d}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-top:1px solid #d9d9d9;overflow-wrap:anywhere}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
blockquote{margin:.25rem 0;padding:0 .75rem;border-left:3px solid #8c8c8c;white-space:pre-wrap;overflow-wrap:anywhere}
fieldset{border:1px solid #8c8c8c;border-radius:.375rem;margin:1rem 0;padding:.5rem 1rem}
legend,label.field{font-weight:600}
.choice{display:flex;gap:.625rem;align-items:flex-start;padding:.5rem 0}
.choice input{width:1.5rem;height:1.5rem;flex:none;margin:0}
textarea,input[type=text]{width:100%;font:inherit;padding:.5rem;border:1px solid #6b6b6b;border-radius:.375rem}
input.code{max-width:12rem;font-size:1.5rem;letter-spacing:.4rem}
button{font:inherit;font-weight:600;background:#0b5394;color:#fff;border:0;border-radius:.375rem;padding:.75rem 1.25rem;min-height:2.75rem;margin-top:1rem;cursor:pointer}
button.quiet{background:#fff;color:#0b5394;border:1px solid #0b5394}
:focus-visible{outline:3px solid #b45309;outline-offset:2px}
a{color:#0b5394}
.tabs{display:flex;flex-wrap:wrap;gap:.25rem;border-bottom:1px solid #d9d9d9;padding:0;margin:1rem 0;list-style:none}
.tabs a{display:block;padding:.5rem .875rem;text-decoration:none}
.tabs a[aria-current]{border-bottom:3px solid #0b5394;font-weight:600}
.wide{max-width:72rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5f5;padding:1rem;font-size:.875rem}
iframe{width:100%;height:44rem;border:1px solid #d9d9d9}
.cols{display:grid;grid-template-columns:minmax(12rem,18rem) 1fr;gap:1.5rem}
@media(max-width:48rem){.cols{grid-template-columns:1fr}}
.boxes{list-style:none;padding:0;margin:0}
.boxes a{display:block;padding:.375rem .5rem;border-radius:.375rem;text-decoration:none}
.boxes a[aria-current]{background:#e6f0fa;font-weight:600}
`;
