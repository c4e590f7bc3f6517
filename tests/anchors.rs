//! Places found again after the text changed: split, joined, punctuated anew, moved, altered; and not found elsewhere.
//!
//! Guarantees: every article here is made up. Never: a text of a newspaper.

use baolan::article::{
    Anchor, Article, BlockKind, Builder, Confidence, DumpSpan, How, Span, Words, resolve, resolve_among,
};
use proptest::prelude::*;
use proptest::sample::Index;

/// An article of these paragraphs.
fn article<S: AsRef<str>>(blocks: &[S]) -> Article {
    let dump: String = blocks.iter().map(AsRef::as_ref).collect();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for block in blocks {
        let end = at + block.as_ref().len();
        builder.push(BlockKind::Paragraph, &[DumpSpan::new(at, end)]);
        at = end;
    }
    builder.finish(Confidence(1.0))
}

const STORY: &[&str] = &[
    "渡口的灯又亮了",
    "江城讯 停航三年的老渡口昨晚重新开航,第一班船载着六十二名乘客驶向北岸。船身漆成了蓝白两色,汽笛声传出很远。",
    "等船的人",
    "七十一岁的陈阿婆天不亮就来排队。她说,年轻时每天坐这班船去纱厂上工,一张票五分钱,夏天的江风比什么都凉快。",
    "“只要船还在,日子就还在。”她把旧船票夹在本子里,一直留到今天。",
    "渡口管理所介绍,为了恢复这条航线,工人们用了八个月清理航道,修复码头的一百二十级石阶,又从外地请来两位老船匠,按照当年的图样造了两条木壳客船。新船装有电动机,单程只要十一分钟,比从前快了一半。船上备有救生衣九十件,每天检查两次。遇到六级以上的大风,渡船停开,改由巴士从大桥绕行,票价不变。学生和六十岁以上的老人凭证免票,自行车另收一元,带宠物的乘客请走下层甲板。",
    "谁来开船",
    "新船长叫何三水,今年二十九岁,是老船长何伯的孙子。他考取驾驶证那天,祖父把用了四十年的铜罗盘交给了他。",
    "票价",
    "单程两元,月票四十元,在码头和网上都能买到。末班船晚上十点从北岸开出。",
];

fn story() -> Vec<String> {
    STORY.iter().map(|block| (*block).to_owned()).collect()
}

/// Looks for a block of one text in another.
#[track_caller]
fn moves(before: &[String], block: usize, after: &[String], want: usize) {
    let anchor = Anchor::at(&article(before), block).expect("a block");
    let found = resolve(&anchor, &article(after));
    assert_eq!(found.block(), Some(want), "{found:?}: {:?} in {after:#?}", anchor.quote);
}

fn repunctuated(text: &str) -> String {
    text.replace(',', "，").replace(['“', '”'], "\"").replace('。', " . ")
}

/// Full width for half width, as another dump of the same page has it.
fn widened(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
        .collect()
}

/// The words that an anchor of `words` stands for in another text.
#[track_caller]
fn stands_for(before: &[String], words: &str, after: &[String], want: &str) {
    let (before, after) = (article(before), article(after));
    let at = before.text().find(words).expect("the words");
    let anchor = Anchor::of(&before, Span::new(at, at + words.len())).expect("an anchor");
    let found = resolve(&anchor, &after);
    assert_eq!(found.block().and(found.span()).map(|span| span.of(after.text())), Some(want), "{found:?}");
}

#[test]
fn an_anchor_of_words_finds_these_words_with_their_marks() {
    let wide: Vec<String> = STORY.iter().map(|block| repunctuated(block)).collect();
    let mut later = story();
    later.insert(1, "渡口的管理员说，今年的灯换成了暖黄色，夜里从对岸也看得见。".to_owned());
    for (words, in_wide) in [
        ("“只要船还在,日子就还在。”", "\"只要船还在，日子就还在 . \""),
        ("夏天的江风比什么都凉快", "夏天的江风比什么都凉快"),
        ("票价不变。学生和六十岁以上的老人凭证免票,", "票价不变 . 学生和六十岁以上的老人凭证免票，"),
        ("铜罗盘交给了他。\n票价\n单程两元", "铜罗盘交给了他 . \n票价\n单程两元"),
    ] {
        stands_for(&story(), words, &story(), words);
        stands_for(&story(), words, &wide, in_wide);
        stands_for(&story(), words, &later, words);
    }
}

/// One character in `every` changed, none of the first.
fn altered(text: &str, every: usize) -> String {
    text.chars().enumerate().map(|(at, c)| if at % every == every - 1 { '某' } else { c }).collect()
}

#[test]
fn a_mark_survives_another_setting_of_the_same_words() {
    for block in 0..STORY.len() {
        let before = story();
        for setting in [repunctuated, widened] {
            let after: Vec<String> = before.iter().map(|text| setting(text)).collect();
            moves(&before, block, &after, block);
        }
    }
}

#[test]
fn a_mark_survives_a_paragraph_split_or_joined() {
    for block in 0..STORY.len() {
        let before = story();
        let middle = STORY[block].char_indices().nth(STORY[block].chars().count() / 2).unwrap().0;
        let mut split = before.clone();
        split.insert(block + 1, split[block][middle..].to_owned());
        split[block].truncate(middle);
        moves(&before, block, &split, block);
        if block + 1 < STORY.len() {
            let mut joined = before.clone();
            let next = joined.remove(block + 1);
            joined[block].push_str(&next);
            moves(&before, block, &joined, block);
            moves(&before, block + 1, &joined, block);
        }
    }
}

#[test]
fn a_mark_stays_where_a_paragraph_before_it_is_split_or_loses_a_stop() {
    for block in 1..STORY.len() {
        let before = story();
        let middle = STORY[block - 1].char_indices().nth(1).unwrap().0;
        // The words of all blocks are the same, so the text counts as the same, and all stands a character further on.
        let mut split = before.clone();
        split.insert(block, split[block - 1][middle..].to_owned());
        split[block - 1].truncate(middle);
        moves(&before, block, &split, block + 1);
        let mut longer = before.clone();
        longer[block - 1].push_str("！！");
        moves(&before, block, &longer, block);
    }
}

#[test]
fn a_mark_with_other_first_characters_is_not_that_of_the_paragraph_before() {
    for block in [3, 5, 7] {
        let before = story();
        let mut after = before.clone();
        let rest: String = after[block].chars().skip(2).collect();
        after[block] = format!("某{rest}");
        moves(&before, block, &after, block);
    }
}

#[test]
fn a_mark_survives_text_before_it() {
    for block in 0..STORY.len() {
        for at in 0..=block {
            let before = story();
            let mut after = before.clone();
            after.insert(at, "天气预报说,今夜多云转晴,江面有二到三级的偏东风。".to_owned());
            moves(&before, block, &after, block + 1);
        }
    }
}

#[test]
fn a_mark_survives_a_few_characters_changed() {
    for block in [1, 3, 4, 5, 7, 9] {
        let before = story();
        let mut after = before.clone();
        after[block] = altered(&after[block], 16);
        moves(&before, block, &after, block);
        after.insert(0, "本版编者按 渡口复航,读者来信很多。".to_owned());
        let all: Vec<String> = after.iter().map(|text| repunctuated(text)).collect();
        moves(&before, block, &all, block + 1);
    }
}

#[test]
fn what_is_gone_is_lost() {
    for block in 0..STORY.len() {
        let before = story();
        let mut after = before.clone();
        after.remove(block);
        let anchor = Anchor::at(&article(&before), block).unwrap();
        assert_eq!(resolve(&anchor, &article(&after)).block(), None, "{}", STORY[block]);
        after[block.min(STORY.len() - 2)].insert_str(0, "关于票价和船的传闻,");
        assert_eq!(resolve(&anchor, &article(&after)).block(), None, "{}", STORY[block]);
    }
}

#[test]
fn of_two_alike_neither_is_shown() {
    let before = story();
    let anchor = Anchor::at(&article(&before), 3).unwrap();
    let far = |text: &str| format!("{text}另有一些全然不同的话,写在这里只为隔开上下两段文字,再长一点才好。");
    let after = [&far("甲"), STORY[3], &far("乙"), STORY[3], &far("丙")];
    let found = resolve(&anchor, &article(&after));
    assert_eq!((found.how, found.block()), (How::Doubtful, None));
    assert!(found.guess().is_some());
    // What stands around it tells which is meant.
    let after = [STORY[3], &far("甲"), STORY[2], STORY[3], STORY[4]];
    assert_eq!(resolve(&anchor, &article(&after)).block(), Some(3));
}

#[test]
fn of_two_alike_among_the_same_neighbours_neither_is_shown() {
    // A table of results, as printed twice on a page: the same three rows under two dates that changed.
    let rows =
        ["第一名是南岸队,得了四十二分。", "第二名是北岸队,得了三十九分。", "第三名是江心队,得了三十一分。"];
    let before = [&["昨天的成绩。"][..], &rows, &["今天的成绩。"], &rows].concat();
    let after = [&["九月一日在体育馆赛出的成绩。"][..], &rows, &["九月二日赛出的成绩。"], &rows].concat();
    let found = |block| resolve(&Anchor::at(&article(&before), block).unwrap(), &article(&after));
    for block in [2, 6] {
        assert_eq!((found(block).how, found(block).block()), (How::Doubtful, None), "{block}");
    }
}

#[test]
fn two_characters_do_not_jump() {
    let before = ["开头的一段话,与后面没有关系。", "票价", "后面的一段话,也和前面无关。"];
    let anchor = Anchor::at(&article(&before), 1).unwrap();
    let after = ["全新的文章说,票价要涨。", "票价", "还是全新的话。"];
    assert_eq!(resolve(&anchor, &article(&after)).block(), None);
}

#[test]
fn of_a_long_paragraph_one_end_makes_a_doubtful_place() {
    let before = story();
    let anchor = Anchor::at(&article(&before), 5).unwrap();
    assert!(matches!(anchor.quote.words, Words::Ends { .. }));
    let mut after = before.clone();
    let cut = after[5].char_indices().nth(100).unwrap().0;
    after[5].truncate(cut);
    let found = resolve(&anchor, &article(&after));
    assert_eq!((found.how, found.block(), found.guess()), (How::Doubtful, None, Some(5)));
}

#[test]
fn of_several_articles_the_one_that_holds_it_is_meant() {
    let anchor = Anchor::at(&article(STORY), 3).unwrap();
    let with = |extra: &str| article(&[extra, STORY[3], "结尾。"]);
    let (none, one, two) = (article(&["无关的话。"]), with("甲地的消息。"), with("乙地的消息。"));
    let found = |articles: &[&Article]| {
        resolve_among(&anchor, articles.iter().copied()).map(|(at, found)| (at, found.block()))
    };
    assert_eq!(found(&[&none, &one]), Some((1, Some(1))));
    assert_eq!(found(&[&one, &two]), None);
    assert_eq!(found(&[&one, &article(STORY), &two]), Some((1, Some(3))));
    assert_eq!(found(&[]), None);
}

#[test]
fn a_quotation_of_a_megabyte_is_compared_no_further_than_one_of_ours() {
    let after = article(&[&["插进来的一段话,写得不长。"][..], STORY].concat());
    let long = "某".repeat(1 << 18);
    let mut anchor = Anchor::at(&article(STORY), 3).unwrap();
    let found = resolve(&anchor, &after);
    assert_eq!((found.how, found.block()), (How::Moved, Some(4)));
    anchor.quote.prefix.insert_str(0, &long);
    anchor.quote.suffix.push_str(&long);
    assert_eq!(resolve(&anchor, &after), found);
    let written = serde_json::to_string(&anchor).unwrap();
    assert!(written.len() > 2 * long.len(), "the file keeps what it says");

    let whole = format!("{}{long}{}", STORY[5], STORY[7]);
    let ours = Anchor::at(&article(&[STORY[1], &whole, STORY[9]]), 1).unwrap();
    let mut theirs = ours.clone();
    theirs.quote.words = Words::Whole(whole.clone());
    for text in [article(&[STORY[1], &whole, STORY[9]]), article(&[STORY[3], &whole, STORY[9]])] {
        assert_eq!(resolve(&theirs, &text), resolve(&ours, &text));
        assert!(resolve(&theirs, &text).block().is_some());
    }
    theirs.quote.words =
        Words::Ends { head: whole.clone(), tail: whole.clone(), length: whole.chars().count() };
    assert_eq!(
        resolve(&theirs, &article(&[STORY[0], &whole])),
        resolve(&ours, &article(&[STORY[0], &whole]))
    );
}

/// Paragraphs of few characters, so that many are alike, and of many, so that none are.
fn few() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[甲乙,。…]{1,6}", 1..8)
}

fn many() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(
        "[一丁七万丈三上下不与丑专且世丘丙业丛东丝丢两严丧个中丰串临丸丹为主丽举,。:“”0-9a-f]{1,220}",
        1..8,
    )
}

fn any_blocks() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![few(), many()]
}

proptest! {
    #[test]
    fn any_words_are_found_where_they_were_marked(from in any::<Index>(), length in 1..300_usize) {
        let article = article(STORY);
        let places: Vec<usize> = article.text().char_indices().map(|(at, _)| at).collect();
        let first = from.index(places.len());
        let end = places.get(first + length).copied().unwrap_or(article.text().len());
        let span = Span::new(places[first], end);
        let anchor = Anchor::of(&article, span).expect("words");
        let found = resolve(&anchor, &article);
        prop_assert_eq!((found.how, found.span()), (How::Here, Some(span)));
    }

    #[test]
    fn in_the_same_article_every_block_is_where_it_was(blocks in any_blocks()) {
        let article = article(&blocks);
        for block in 0..blocks.len() {
            let anchor = Anchor::at(&article, block).unwrap();
            let read: Anchor = serde_json::from_str(&serde_json::to_string(&anchor).unwrap()).unwrap();
            prop_assert_eq!(&read, &anchor);
            let found = resolve(&read, &article);
            prop_assert_eq!((found.how, found.block()), (How::Here, Some(block)));
        }
    }

    #[test]
    fn in_an_article_without_it_nothing_is_found(one in many(), other in many(), at in any::<Index>()) {
        let at = at.index(one.len());
        let anchor = Anchor::at(&article(&one), at).unwrap();
        prop_assert_eq!(resolve(&anchor, &article(&other)).block(), None);
        let mut rest = one.clone();
        rest.remove(at);
        let words = |text: &String| text.chars().filter(|c| c.is_alphanumeric()).count();
        // Next to its old neighbours a few characters may be found by chance.
        if words(&one[at]) >= 12 {
            prop_assert_eq!(resolve(&anchor, &article(&rest)).block(), None);
        }
    }

    #[test]
    fn whatever_a_file_says_gives_an_answer(
        blocks in any_blocks(),
        (start, end, block) in (any::<u64>(), any::<u64>(), any::<usize>()),
        (near, length) in (0_usize..50, 0_usize..50),
        quote in "[甲乙一丁七,。]{0,9}", context in "[甲乙一丁七,。]{0,40}",
        (long, same) in (any::<bool>(), any::<bool>()),
    ) {
        let article = article(&blocks);
        let hash = if same { article.fingerprint().to_owned() } else { quote.clone() };
        let quote = if long {
            serde_json::json!({"head": quote, "tail": context, "length": end, "prefix": context, "suffix": quote})
        } else {
            serde_json::json!({"exact": quote, "prefix": context, "suffix": context})
        };
        for (start, end) in [(start, end), (near as u64, (near + length) as u64), (near as u64, u64::MAX)] {
            let text = serde_json::json!({
                "hash": hash, "position": {"start": start, "end": end, "block": block}, "quote": quote,
            });
            let anchor: Anchor = serde_json::from_value(text).unwrap();
            let found = resolve(&anchor, &article);
            prop_assert!(found.guess().is_none_or(|block| block < blocks.len()));
        }
    }
}
