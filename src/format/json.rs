//! A page as JSON: the form that other programs read (`baolan parse --json`).
//!
//! Guarantees: field names are stable, new ones may be added; spans are byte ranges in the decoded dump. Never: a
//! control or invisible character in the output; those are named as `U+001B` under `removed`.

use serde_json::{Value, json};

use crate::article::{Article, Block, BlockKind, Page, Warning};
use crate::text::hazard::scrub;

/// One page as one JSON document.
pub fn page(page: &Page) -> Value {
    let articles: Vec<Value> = page.articles.iter().map(|one| article(one)).collect();
    let furniture: Vec<Value> =
        page.furniture.iter().map(|one| json!({"text": one.text, "span": one.span})).collect();
    let warnings: Vec<String> = page.warnings.iter().map(warning).collect();
    let removed: Vec<Value> = page
        .removed
        .iter()
        .flat_map(|run| {
            let name = format!("U+{:04X}", u32::from(run.what));
            run.characters().map(move |span| json!({"char": name, "span": span}))
        })
        .collect();
    json!({
        "page": scrub(&page.name),
        "encoding": page.encoding,
        "kind": page.kind,
        "corrections": page.mended.made,
        "articles": articles,
        "furniture": furniture,
        "removed": removed,
        "warnings": warnings,
    })
}

/// A warning as a sentence, for output without a language setting.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Undecodable { runs, first } => {
            format!("{runs} places could not be decoded, the first at byte {first}; try another --encoding")
        }
        Warning::Removed { characters } => {
            format!("{characters} control or invisible characters were left out")
        }
        Warning::Unfit { corrections } => {
            format!("{corrections} corrections do not fit this page any more and were left out")
        }
    }
}

fn article(article: &Article) -> Value {
    let texts = |kind| article.texts(kind).collect::<Vec<_>>();
    let body = article.blocks().iter().filter(|block| block.kind.is_body());
    let paragraphs: Vec<Value> = body
        .map(|block| json!({"kind": block.kind, "text": article.block_text(block), "spans": spans(block)}))
        .collect();
    let blocks = |kind| -> Vec<Value> {
        article.blocks().iter().filter(|block| block.kind == kind).map(spans).collect()
    };
    let flat = |kind| -> Vec<Value> {
        article
            .blocks()
            .iter()
            .filter(|b| b.kind == kind)
            .flat_map(|b| b.pieces.iter().map(|p| json!(p.source)))
            .collect()
    };
    json!({
        "headline": texts(BlockKind::Headline).join(" "),
        "kicker": texts(BlockKind::Kicker),
        "subtitle": texts(BlockKind::Subtitle),
        "dateline": article.dateline().unwrap_or_default(),
        "byline": article.byline().unwrap_or_default(),
        "paragraphs": paragraphs,
        "captions": texts(BlockKind::Caption),
        "confidence": (f64::from(article.confidence().0) * 1000.0).round() / 1000.0,
        "spans": {
            "headline": flat(BlockKind::Headline),
            "kicker": blocks(BlockKind::Kicker),
            "subtitle": blocks(BlockKind::Subtitle),
            "byline": flat(BlockKind::Byline),
            "captions": blocks(BlockKind::Caption),
        },
    })
}

fn spans(block: &Block) -> Value {
    block.pieces.iter().map(|piece| json!(piece.source)).collect()
}
