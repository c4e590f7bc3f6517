//! An article as Markdown with front matter: the form for notes and archives (`baolan parse --markdown`).
//!
//! Guarantees: the front matter is valid YAML for any text, one key a line, each value as in JSON; no character of an
//! article is read as markup by `CommonMark`, GFM or their usual extensions; no line but the two around the front matter
//! is `---`, so articles one after another can be told apart. Never: a control or invisible character in the output.

use std::fmt::Write as _;

use serde_json::json;

use crate::article::{Article, Block, BlockKind, Page};
use crate::text::hazard::scrub;
use crate::text::markdown::{inline, paragraph};
use crate::text::punctuation::Punctuation;

/// The article with this `number` on its page, from 1.
pub fn article(page: &Page, number: usize, article: &Article, how: Punctuation) -> String {
    let mut out = String::with_capacity(article.text().len() + article.text().len() / 8);
    front_matter(&mut out, page, (number, article), how);
    let mut above = None;
    for block in article.blocks() {
        let code = block.kind == BlockKind::Code;
        let words = block.kind.marks(how).show(article.block_text(block));
        let words = scrub(&words);
        // White space at the ends would be an indent, a line end, or keep an emphasis from closing.
        let words = if code { words.trim_end() } else { words.trim() };
        if words.is_empty() {
            continue;
        }
        // Lines that belong together have no empty one between them, but an end of their own.
        let goes_on = block.kind.is_line() && above == Some(block.kind) && !block.apart;
        if goes_on && !code {
            out.insert(out.len().saturating_sub(1), '\\');
        } else if !(goes_on && code) {
            out.push('\n');
        }
        put(&mut out, block, words);
        out.push('\n');
        above = Some(block.kind);
    }
    out
}

/// What stands in the headline as one line, or the first words where there is none.
pub fn title(article: &Article, how: Punctuation) -> String {
    let headlines: Vec<_> = article.texts(BlockKind::Headline).map(|text| how.show(text)).collect();
    let whole =
        if headlines.is_empty() { how.show(article.title()).into_owned() } else { headlines.join(" ") };
    scrub(&whole).trim().to_owned()
}

fn front_matter(out: &mut String, page: &Page, (number, article): (usize, &Article), how: Punctuation) {
    let one = |text: &str| json!(scrub(&how.show(text)).trim());
    let texts = |kind| article.texts(kind).map(one).collect::<Vec<_>>();
    let fields = [
        ("title", json!(title(article, how))),
        ("kicker", json!(texts(BlockKind::Kicker))),
        ("subtitle", json!(texts(BlockKind::Subtitle))),
        ("byline", one(article.byline().unwrap_or_default())),
        ("dateline", one(article.dateline().unwrap_or_default())),
        ("page", json!(scrub(&page.name))),
        ("article", json!(number)),
        ("confidence", json!((f64::from(article.confidence().0) * 1000.0).round() / 1000.0)),
    ];
    out.push_str("---\n");
    for (key, value) in fields {
        let is_empty =
            value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            // JSON on one line is YAML (YAML 1.2, 1.3), and nothing that it forbids is left after `scrub`.
            // A String takes everything.
            let _ = writeln!(out, "{key}: {value}");
        }
    }
    out.push_str("---\n");
}

fn put(out: &mut String, block: &Block, words: &str) {
    match block.kind {
        BlockKind::Headline => {
            out.push_str("# ");
            inline(out, words);
        }
        BlockKind::Heading => {
            out.push_str("## ");
            inline(out, words);
        }
        BlockKind::Kicker | BlockKind::Subtitle | BlockKind::Caption => {
            out.push('*');
            inline(out, words);
            out.push('*');
        }
        BlockKind::Code => {
            out.push_str("    ");
            out.push_str(words);
        }
        _ => paragraph(out, words),
    }
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::article::{BlockKind, Builder, Confidence, DumpSpan, Page};
    use crate::text::punctuation::Punctuation;

    fn markdown(blocks: &[(BlockKind, &str)], how: Punctuation) -> String {
        let dump: String = blocks.iter().map(|(_, text)| *text).collect();
        let mut builder = Builder::new(&dump);
        let mut at = 0;
        for (kind, text) in blocks {
            builder.push(*kind, &[DumpSpan::new(at, at + text.len())]);
            at += text.len();
        }
        let page = Page { name: "07 \"城事\".txt".to_owned(), ..Page::default() };
        article(&page, 2, &builder.finish(Confidence(0.876_54)), how)
    }

    #[test]
    fn an_article_has_front_matter_and_its_blocks_in_order() {
        use BlockKind::{Byline, Caption, Heading, Headline, Kicker, Paragraph, Subtitle};
        let blocks = [
            (Kicker, "东江沿岸"),
            (Headline, "渡口亮灯"),
            (Subtitle, "夜船复航"),
            (Byline, "本报记者 林小满"),
            (Paragraph, "天黑了,灯亮了。"),
            (Heading, "一盏灯"),
            (Caption, "渡口的灯"),
        ];
        let want = "---\ntitle: \"渡口亮灯\"\nkicker: [\"东江沿岸\"]\nsubtitle: [\"夜船复航\"]\nbyline: \"本报记者 林小满\"\n\
            page: \"07 \\\"城事\\\".txt\"\narticle: 2\nconfidence: 0.877\n---\n\n*东江沿岸*\n\n# 渡口亮灯\n\n*夜船复航*\n\n\
            本报记者 林小满\n\n天黑了，灯亮了。\n\n## 一盏灯\n\n*渡口的灯*\n";
        assert_eq!(markdown(&blocks, Punctuation::Full), want);
        assert_eq!(markdown(&blocks, Punctuation::AsIs), want.replace('，', ","));
    }

    #[test]
    fn words_cannot_become_markup() {
        for (words, want) in [
            ("# 灯", "\\# 灯"),
            ("- 灯", "\\- 灯"),
            ("---", "\\---"),
            ("+ 灯", "\\+ 灯"),
            ("1. 灯", "1\\. 灯"),
            ("12) 灯", "12\\) 灯"),
            ("1.5米", "1\\.5米"),
            ("> 灯", "&gt; 灯"),
            ("=== 灯", "\\=== 灯"),
            ("::: 灯", "\\::: 灯"),
            ("    灯", "灯"),
            ("*灯*_灯_`灯`", "\\*灯\\*\\_灯\\_\\`灯\\`"),
            ("[灯](http://a.example)", "\\[灯\\](http://a.example)"),
            ("<b>灯</b> &lt; A&B A & B", "&lt;b&gt;灯&lt;/b&gt; &amp;lt; A&amp;B A & B"),
            ("{{ 灯 }} {% 灯 %} $灯$ ~~灯~~", "\\{\\{ 灯 \\}\\} \\{% 灯 %\\} \\$灯\\$ \\~\\~灯\\~\\~"),
            ("灯\\", "灯\\\\"),
        ] {
            let out = markdown(&[(BlockKind::Paragraph, words)], Punctuation::AsIs);
            assert_eq!(out.rsplit("---\n\n").next(), Some(&*format!("{want}\n")), "{words}");
        }
    }
}
