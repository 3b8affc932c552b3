//! Colours and the style sheet. Colours are a table, so that a test can measure their contrast.

use std::fmt::Write;

use sha2::Digest;

/// A colour: its name in the style sheet, in light and in dark.
type Colour = (&'static str, &'static str, &'static str);

const COLOURS: &[Colour] = &[
    ("bg", "#ffffff", "#14171b"),
    ("panel", "#f5f6f8", "#1d2127"),
    ("text", "#1b1f24", "#e6e9ee"),
    ("muted", "#4d5661", "#aeb7c3"),
    ("line", "#cfd5dd", "#3c4450"),
    ("wire", "#7b8592", "#7f8a98"),
    ("link", "#0b4fbf", "#8ab4ff"),
    ("b0", "#d5efdc", "#12402a"),
    ("b0t", "#0f3d1e", "#c9f2d5"),
    ("b1", "#e6f2bd", "#36420f"),
    ("b1t", "#33400a", "#e9f5b9"),
    ("b2", "#ffeaa6", "#4f3d02"),
    ("b2t", "#4a3600", "#ffe99c"),
    ("b3", "#ffcb9c", "#63320a"),
    ("b3t", "#552300", "#ffdcbb"),
    ("b4", "#f7b0ab", "#6d1a1a"),
    ("b4t", "#560808", "#ffd6d2"),
    ("bn", "#e8ebef", "#2c333c"),
    ("bnt", "#1b1f24", "#e6e9ee"),
];

/// Text and what it stands on.
#[cfg(test)]
const PAIRS: &[(&str, &str)] = &[
    ("text", "bg"),
    ("text", "panel"),
    ("muted", "bg"),
    ("muted", "panel"),
    ("link", "bg"),
    ("link", "panel"),
    ("b0t", "b0"),
    ("b1t", "b1"),
    ("b2t", "b2"),
    ("b3t", "b3"),
    ("b4t", "b4"),
    ("bnt", "bn"),
];

const RULES: &str = r#"
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header.top,main,footer{max-width:88rem;margin:0 auto;padding:1rem clamp(.75rem,3vw,2rem)}
main{padding-top:0}
h1{font-size:clamp(1.5rem,4vw,2.1rem);line-height:1.2;margin:.2rem 0;overflow-wrap:anywhere}
h2{font-size:1.35rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--line)}
main section:first-child h2{margin-top:0}
h3{font-size:1.08rem;margin:1.4rem 0 .4rem}
h4{font-size:1rem;margin:1rem 0 .2rem}
p{margin:.4rem 0;max-width:70ch}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:.5rem;top:.5rem;background:var(--bg);padding:.5rem;z-index:9}
.muted,.note{color:var(--muted)}
.note{font-size:.9rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:.6rem 0 0;padding:0}
nav a{display:inline-block;padding:.25rem 0}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem;margin:.8rem 0}
.card{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .75rem}
.card dt{font-size:.85rem;color:var(--muted)}
.card dd{margin:0;font-size:1.35rem;font-weight:600;line-height:1.25;overflow-wrap:anywhere}
.card dd.small{font-size:1.05rem}
.card dd+dd{font-size:.85rem;font-weight:400;color:var(--muted)}
.scroll{overflow:auto;max-width:100%;border:1px solid var(--line);border-radius:.4rem;margin:.6rem 0;background:var(--bg)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;padding:.5rem .6rem;font-weight:600}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);unicode-bidi:isolate}
thead th{background:var(--panel);font-weight:600;white-space:nowrap}
tbody th{font-weight:400;min-width:11rem}
.fit tbody th{min-width:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 1rem;align-items:start}
td.num,th.num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.wide{min-width:15rem}
.id{display:inline-block;font-weight:600}
.sub{display:block;font-size:.85rem;color:var(--muted)}
.lv{display:inline-block;padding:0 .45rem;border-radius:.3rem;white-space:nowrap;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.b0{background:var(--b0);color:var(--b0t)}.b1{background:var(--b1);color:var(--b1t)}.b2{background:var(--b2);color:var(--b2t)}
.b3{background:var(--b3);color:var(--b3t)}.b4{background:var(--b4);color:var(--b4t)}.bn{background:var(--bn);color:var(--bnt)}
.bx{background:var(--bg);color:var(--text);outline:1px dashed var(--wire);outline-offset:-1px}
.maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:0 1rem}
.maps.long{grid-template-columns:repeat(auto-fit,minmax(min(100%,36rem),1fr))}
.heat{table-layout:fixed;min-width:26rem;font-size:.8rem}
.long .heat{min-width:36rem}
.heat thead th:first-child{width:5.3rem}
.heat summary{color:inherit;text-decoration:underline}
.heat td,.heat th{overflow-wrap:break-word;text-align:center;vertical-align:middle;border:1px solid var(--bg);padding:.3rem .15rem;min-width:0}
.heat caption{font-size:.95rem}
.heat thead th,.heat tbody th{background:none;white-space:normal;min-width:0;color:var(--muted);font-size:.74rem;font-weight:600}
.heat details{font-size:.72rem}
.heat td{height:3.4rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.heat strong{display:block;font-size:1.15rem;line-height:1.2}
.heat .ids{display:block;font-size:.75rem;line-height:1.2}
ul.plain{list-style:none;margin:.3rem 0;padding:0}
ul.plain li{margin:.35rem 0;padding-left:.75rem;border-left:3px solid var(--line)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em;overflow-wrap:anywhere}
details{margin:.3rem 0}
summary{cursor:pointer;color:var(--link)}
td details{margin:0;font-size:.85rem}
svg{display:block}
svg text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
svg .t1{font-size:12px;font-weight:600}
svg .t2{font-size:11px}
.b0 text,.b1 text,.b2 text,.b3 text,.b4 text,.bn text,.bx text{fill:currentColor}
g rect{stroke:var(--wire);stroke-width:1}
g.b0 rect{fill:var(--b0)}g.b1 rect{fill:var(--b1)}g.b2 rect{fill:var(--b2)}
g.bx rect{fill:var(--bg);stroke-dasharray:3 2}
g.b3 rect{fill:var(--b3)}g.b4 rect{fill:var(--b4)}g.bn rect{fill:var(--bn)}
.wire{fill:none;stroke:var(--wire);stroke-width:1.3}
.back{stroke-dasharray:5 4}
.tip{fill:var(--wire)}
.graph{max-height:90vh;padding:.5rem}
.legend{display:flex;flex-wrap:wrap;gap:.3rem .8rem;padding:0;margin:.4rem 0;list-style:none;font-size:.88rem}
footer{color:var(--muted);font-size:.88rem;border-top:2px solid var(--line);margin-top:2rem}
@media (max-width:30rem){
th,td{padding:.35rem .4rem}
table{font-size:.88rem}
.cards{grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr))}
}
@media print{
body{font-size:9.5pt}
nav,.skip{display:none}
header.top,main,footer{max-width:none;padding:0}
.scroll{overflow:visible;border:0;max-height:none}
.graph svg{max-width:100%;height:auto}
tr,.card,.maps>div{break-inside:avoid}
.pair{display:block}
td details::details-content,#findings details::details-content{content-visibility:visible;block-size:auto}
.heat details{display:none}
h2,h3,h4{break-after:avoid}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
@page{size:A4 landscape;margin:12mm}
}
"#;

/// The style sheet.
pub(super) fn sheet() -> String {
    let mut out = String::from(":root{");
    for (name, light, _) in COLOURS {
        let _ = write!(out, "--{name}:{light};");
    }
    out.push_str("}\n@media screen and (prefers-color-scheme:dark){:root{");
    for (name, _, dark) in COLOURS {
        let _ = write!(out, "--{name}:{dark};");
    }
    out.push_str("}}");
    out.push_str(RULES);
    out
}

/// What the page may load: nothing but its own style sheet, known by its digest.
pub(super) fn policy(sheet: &str) -> String {
    let digest = sha2::Sha256::digest(sheet.as_bytes());
    format!("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'", base64(&digest))
}

/// Base 64 of RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| (group << 8) | u32::from(*byte));
        let group = group << (8 * (3 - chunk.len()));
        for place in 0..4usize {
            let digit = (group >> (18 - 6 * place)) & 63;
            let digit = DIGITS.get(digit as usize).filter(|_| place <= chunk.len());
            out.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_the_rfc_has_it() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    /// Relative luminance, WCAG 2.2.
    #[expect(clippy::float_arithmetic, reason = "a measure in a test")]
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let byte = u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap();
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn text_is_readable_on_its_ground() {
        assert!((luminance("#ffffff") - 1.0).abs() < 1e-9 && luminance("#000000") == 0.0);
        let find = |name: &str| COLOURS.iter().find(|c| c.0 == name).unwrap();
        for (text, ground) in PAIRS {
            let (text, ground) = (find(text), find(ground));
            for (a, b) in [(text.1, ground.1), (text.2, ground.2)] {
                let (a, b) = (luminance(a), luminance(b));
                let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(ratio >= 4.5, "{} on {}: {ratio:.2}", text.0, ground.0);
            }
        }
        // Lines and wires are no text: 3 to 1 is asked of graphics.
        for theme in [|c: &Colour| c.1, |c: &Colour| c.2] {
            let (a, b) = (luminance(theme(find("wire"))), luminance(theme(find("bg"))));
            assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) >= 3.0);
        }
    }
}
