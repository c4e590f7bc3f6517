//! The matcher against one so simple that it is obviously right, over random texts, queries and rules.
//!
//! Guarantees: a failure names its number, and the number makes the case again. Never: all cases; a million of them are
//! `cargo run --release --example matching -- 1000000`.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::search::{
    FilterJob, Fuzzy, Gaps, LONGEST_GAP, Marks, Notation, Query, Roll, Rules, SCHEMES, Subject,
};

use crate::support::cases::case;
use crate::support::naive;

fn check(seed: u64) -> usize {
    let (text, typed, rules) = case(seed);
    let (got, want) = naive::beside(&text, &typed, rules);
    assert_eq!(got, want, "case {seed}: {typed:?} in {text:?} by {rules:?}");
    got.0.len()
}

#[test]
fn hits_are_those_of_a_naive_matcher() {
    let found = (0..2_000).filter(|seed| check(*seed) > 0).count();
    assert!(found > 600, "only {found} cases have a hit");
}

fn article(text: &str) -> Arc<Article> {
    let mut builder = Builder::new(text);
    builder.push(BlockKind::Paragraph, &[DumpSpan::new(0, text.len())]);
    Arc::new(builder.finish(Confidence(1.0)))
}

/// What holds a match of its own is not left out of a list, whatever else stands in the list.
#[test]
fn a_filter_over_a_list_passes_what_passes_by_itself() {
    const TEXTS: u64 = 40;
    let mut passed = 0;
    for seed in 0..600 {
        let (_, typed, rules) = case(seed);
        let texts: Vec<String> = (seed..seed + TEXTS).map(|seed| case(seed).0).collect();
        let query = FilterJob::query(&typed, rules);
        let never = AtomicBool::new(false);
        let alone = |text: &str| query.passes(&Subject { texts: &[text], ..Subject::default() }, &never);
        let articles: Vec<_> = texts.iter().map(|text| article(text)).collect();
        let want: Vec<usize> =
            (0..articles.len()).filter(|row| alone(articles[*row].text()) == Some(true)).collect();
        let list = Arc::new(Roll::new(articles));
        let job = FilterJob { list, facts: Vec::new(), query: query.clone() };
        let got = job.run(&never, &mut |_| ()).unwrap().rows;
        assert_eq!(got, want, "case {seed}: {typed:?} by {rules:?}");
        passed += got.len();
    }
    assert!(passed > 2_000, "only {passed} texts pass");
}

/// Finds `typed` by `rules` where `want` has brackets; a hit that is only read so stands in pointed ones.
fn table(rules: Rules, cases: &[(&str, &str)]) {
    for (typed, want) in cases {
        let text: String = want.chars().filter(|c| !"[]⟨⟩".contains(*c)).collect();
        let hits = Query::plain(typed, rules).hits(&text, &AtomicBool::new(false)).unwrap();
        let mut got = text.clone();
        for span in hits.spans.iter().rev() {
            got.insert(span.end, ']');
            got.insert(span.start, '[');
        }
        let flat: String = want.replace('⟨', "[").replace('⟩', "]");
        assert_eq!(got, flat, "{typed}");
        assert_eq!(hits.read, want.matches('⟨').count(), "{typed} in {want}: read and not written");
    }
}

#[test]
fn characters_are_found_in_every_form_they_are_written_in() {
    table(
        Rules::default(),
        &[
            ("灯", "江上的[灯]和[燈]"),
            ("燈", "江上的[灯]和[燈]"),
            ("国际", "[国际]与[國際]与[國际]"),
            ("國際", "[国际]与[國際]"),
            ("后面", "皇[后面]前，[後面]"),
            ("後", "皇[后]，[後]天"),
            ("发", "[发]财，头[髮]，[發]展"),
            ("干", "[干]涉，[乾]净，才[幹]"),
            ("台", "[台]风，[臺]湾，[颱]风，[檯]灯"),
            ("里", "公[里]，心[裏]，屋[裡]"),
            ("面", "[面]条，[麵]包"),
            ("云", "白[云]，白[雲]"),
            ("体", "身[体]，身[體]"),
            ("坛", "[坛][壇][罈]"),
            ("钟", "[钟][鐘][鍾]"),
            ("历", "[历]史，日[曆]，[歷]史"),
            ("龙舟赛", "[龙舟赛]与[龍舟賽]"),
            ("人民", "[⼈民]与[人民]"),
            ("神", "[\u{fa19}]与[神]"),
            ("金", "[⾦]与[金]"),
            ("鳥", "[鸟][鳥]"),
            ("万", "[万][萬]"),
            ("网络", "[網絡]与[网络]与網路"),
            ("软件", "[軟件]与軟體"),
            ("a股", "[A股][Ａ股][a股][ａ股]"),
            ("Ａ股", "[A股][a股]"),
            ("2025", "[２０２５]年[2025]"),
            ("２５", "20[25]"),
            ("iga", "抗[IgA]与[ＩＧＡ]"),
            (",好", "你[，好]我[,好]"),
            ("(一)", "[（一）][(一)]"),
            ("：", "时间[:]地点[：]"),
            ("“好”", "[“好”][\"好\"][＂好＂]"),
            ("'是'", "[‘是’]['是']"),
            ("é", "caf[É]"),
            ("ω", "[Ω][ω][\u{2126}]"),
            ("k", "[K][k][\u{212a}][Ｋ]"),
            ("哈哈", "[哈哈]哈"),
            ("哈哈", "[哈哈][哈哈]"),
            ("一二", "十[一二][一二]十"),
            ("无此", "有彼"),
            ("一", "[一]二三，不是壹"),
            ("𠮷", "[𠮷]野家"),
            ("々", "人[々]"),
            ("〇", "二[〇]二六"),
            ("的", "[的]，[的]。[的]"),
            ("の", "日本[の]"),
        ],
    );
}

#[test]
fn white_space_inside_a_phrase_is_passed_over() {
    let paragraphs = Rules { gaps: Gaps::Paragraphs, ..Rules::default() };
    let none = Rules { gaps: Gaps::None, ..Rules::default() };
    let ignored = Rules { marks: Marks::Ignored, ..Rules::default() };
    table(
        Rules::default(),
        &[
            ("两个维护", "[两个维 护]与[两个维\u{3000}护]与[两个维\t护]"),
            ("两个维护", "[两 个 维 护]"),
            ("两个维护", "两个维\n护"),
            ("近400家", "[近 400家]"),
            ("400家", "[400 家]"),
            ("AI大模型", "[AI 大模型]"),
            ("ab", "a b[ab]"),
            ("a b", "[a b]ab[a\u{3000}b]"),
            ("长 三", "[长 三]长三[长　三]"),
            ("长三角", "长，三角"),
            ("科创", "[科  创]科[科 创]"),
            ("好。", "[好 。]"),
            ("kechuang", "⟨科 创⟩"),
            ("kczx", "⟨科 创\u{3000}中心⟩"),
            ("kc", "科 创⟨科创⟩"),
        ],
    );
    table(paragraphs, &[("两个维护", "[两个维\n护]"), ("两个维护", "[两个维\n　　护]"), ("ab", "a\nb")]);
    table(none, &[("两个维护", "两个维 护[两个维护]"), ("kechuang", "科 创⟨科创⟩")]);
    table(
        ignored,
        &[
            ("上海长三角国际", "[上海(长三角)国际]"),
            ("上海（长三角）国际", "[上海长三角国际]"),
            ("好的。", "[好的]，我说[好的]。"),
            ("两个“维护”", "[两个维护]"),
            ("。", "好[。]"),
            ("ab", "[a-b][a.b][a b]"),
            ("AB大", "[A/B，大]"),
            ("kechuang", "“⟨科”创⟩"),
        ],
    );
    // No further than an indent is long.
    let far = format!("科{}创", " ".repeat(LONGEST_GAP));
    let too_far = format!("科{}创", " ".repeat(LONGEST_GAP + 1));
    for (text, count) in [(far, 1), (too_far, 0)] {
        for typed in ["科创", "kechuang"] {
            let hits = Query::plain(typed, Rules::default()).hits(&text, &AtomicBool::new(false)).unwrap();
            assert_eq!(hits.spans.len(), count, "{typed} {}", text.len());
        }
    }
}

/// What is typed, and where it is read.
const READ: &[(&str, &str)] = &[
    ("kechuang", "国际⟨科创⟩中心"),
    ("kczx", "国际⟨科创中心⟩"),
    ("kechzx", "国际⟨科创中心⟩"),
    ("kechuangzx", "国际⟨科创中心⟩"),
    ("kczhongx", "国际⟨科创中心⟩"),
    ("kchzhx", "国际⟨科创中心⟩"),
    ("kechuangzho", "国际⟨科创中⟩心"),
    ("kechuangzh", "国际⟨科创中⟩心"),
    ("kechuangz", "国际⟨科创中⟩心"),
    ("kechuan", "国际⟨科创⟩中心"),
    ("kech", "国际⟨科创⟩中心"),
    ("kezc", "国际科创中心"),
    ("ｋｃｚｘ", "国际⟨科创中心⟩"),
    ("Kechuang", "⟨科创⟩"),
    ("KCZX", "科创中心[kczx]"),
    ("chongqing", "⟨重庆⟩与⟨重慶⟩"),
    ("zhongqing", "⟨重庆⟩"),
    ("cq", "⟨重庆⟩"),
    ("zhongyao", "⟨重要⟩"),
    ("changsanjiao", "⟨长三角⟩与⟨長三角⟩"),
    ("zhangsanjiao", "⟨长三角⟩"),
    ("csj", "⟨长三角⟩"),
    ("zsj", "⟨长三角⟩"),
    ("yinhang", "⟨银行⟩"),
    ("xingdong", "⟨行动⟩"),
    ("yinyue", "⟨音乐⟩"),
    ("kuaile", "⟨快乐⟩"),
    ("daifu", "⟨大夫⟩"),
    ("dafu", "⟨大夫⟩"),
    ("huanyuan", "⟨还原⟩"),
    ("haishi", "⟨还是⟩"),
    ("shuijiao", "⟨睡觉⟩"),
    ("juede", "⟨觉得⟩"),
    ("diaocha", "⟨调查⟩"),
    ("tiaozheng", "⟨调整⟩"),
    ("chuanqi", "⟨传奇⟩"),
    ("zhuanji", "⟨传记⟩"),
    ("bohai", "⟨薄海⟩"),
    ("chengxu", "⟨程序⟩"),
    ("shengxu", "⟨省序⟩"),
    ("xingjia", "⟨性价⟩"),
    ("dudao", "⟨都到⟩"),
    ("doushi", "⟨都是⟩"),
    ("canyu", "⟨参与⟩"),
    ("renshen", "⟨人参⟩"),
    ("lvse", "⟨绿色⟩"),
    ("lüse", "⟨绿色⟩"),
    ("nvxing", "⟨女性⟩"),
    ("lvelei", "⟨略类⟩"),
    ("zhanlve", "⟨战略⟩"),
    ("zhanlue", "⟨战略⟩"),
    ("jueding", "⟨决定⟩"),
    ("quanqiu", "⟨全球⟩"),
    ("xuexi", "⟨学习⟩"),
    ("yuanyi", "⟨园艺⟩"),
    ("xian", "⟨先⟩到⟨西安⟩"),
    ("xi'an", "先到⟨西安⟩"),
    ("xi’an", "先到⟨西安⟩"),
    ("fangan", "⟨方案⟩"),
    ("fang'an", "⟨方案⟩"),
    ("fan'gan", "⟨反感⟩，方案"),
    ("tiane", "⟨天鹅⟩"),
    ("anquan", "⟨安全⟩"),
    ("ertong", "⟨儿童⟩"),
    ("aiqing", "⟨爱情⟩"),
    ("oumeng", "⟨欧盟⟩"),
    ("shanghai", "⟨上海⟩"),
    ("sh", "⟨上海⟩，是"),
    ("sha", "⟨上⟩海"),
    ("beijing", "⟨北京⟩"),
    ("bj", "⟨北京⟩"),
    ("guangzhou", "⟨广州⟩与⟨廣州⟩"),
    ("zhongguo", "⟨中国⟩与⟨中國⟩"),
    ("zhguo", "⟨中国⟩"),
    ("zguo", "⟨中国⟩"),
    ("zhg", "⟨中国⟩"),
    ("zg", "⟨中国⟩"),
    ("zhonggu", "⟨中国⟩"),
    ("nihao", "⟨你好⟩，[nihao]"),
    ("ai", "[AI]是⟨爱⟩"),
    ("AI", "[AI]是爱"),
    ("ai大", "[ai大]，⟨爱大⟩"),
    ("AI大moxing", "⟨AI大模型⟩"),
    ("ai大模型", "[AI大模型]"),
    ("科chuang中x", "⟨科创中心⟩"),
    ("科c", "⟨科创⟩"),
    ("科创zx", "⟨科创中心⟩"),
    ("科創zx", "⟨科创中心⟩"),
    ("2025nian", "⟨2025年⟩"),
    ("2025n", "⟨２０２５年⟩"),
    ("5gjishu", "⟨5G技术⟩"),
    ("c", "创[c]"),
    ("k", "科[K]"),
    ("ke", "⟨科⟩，⟨可⟩，o[ke]"),
    ("kx", "k线⟨科学⟩"),
    ("kxj", "⟨k线机⟩⟨科学家⟩"),
    ("shishi", "⟨实事⟩求是"),
    ("ssqs", "⟨实事求是⟩"),
    ("qiushi", "实事⟨求是⟩"),
    ("renmin", "⟨⼈民⟩"),
    ("gongchan", "⟨共产⟩"),
    ("wei", "⟨为⟩，⟨维⟩"),
    ("yiyi", "⟨意义⟩"),
    ("yy", "⟨意义⟩"),
    ("the", "[the]"),
    ("don't", "[don't]"),
    ("kechuangkechuang", "科创"),
    ("zzzz", "中"),
];

#[test]
fn characters_are_found_as_they_are_read() {
    table(Rules::default(), READ);
}

#[test]
fn sounds_and_schemes_of_the_readers_choice_are_understood() {
    let with = |scheme: &str, fuzzy: &str| Rules {
        notation: Notation {
            on: true,
            scheme: SCHEMES.iter().find(|(name, _)| *name == scheme).unwrap().1,
            fuzzy: Fuzzy::parse(fuzzy).unwrap(),
        },
        ..Rules::default()
    };
    table(
        with("xiaohe", ""),
        &[
            ("keilvsxb", "⟨科创中心⟩"),
            ("vsgo", "⟨中国⟩"),
            ("kczx", "⟨科创中心⟩"),
            ("kechuang", "⟨科创⟩"),
            ("ahjk", "⟨肮京⟩"),
        ],
    );
    table(with("ziranma", ""), &[("keidvsxn", "⟨科创中心⟩"), ("bzjy", "⟨北京⟩")]);
    table(with("microsoft", ""), &[("keidvsxn", "⟨科创中心⟩"), ("bzj;", "⟨北京⟩"), ("olqr", "⟨爱全⟩")]);
    table(with("sogou", ""), &[("ujhl", "⟨山海⟩"), ("ly", "⟨绿⟩"), ("bzj;", "⟨北京⟩")]);
    table(with("abc", ""), &[("keetasxc", "⟨科创中心⟩"), ("bqjy", "⟨北京⟩")]);
    table(with("off", "zh/z"), &[("zongguo", "⟨中国⟩"), ("zhongguo", "⟨中国⟩"), ("zhuguo", "⟨祖国⟩")]);
    table(with("off", "n/l an/ang"), &[("langjing", "⟨南京⟩"), ("lanjing", "⟨南京⟩"), ("nanjing", "⟨南京⟩")]);
    table(with("off", "in/ing"), &[("xingwen", "⟨新闻⟩"), ("beijin", "⟨北京⟩")]);
    table(
        with("off", "f/h l/r"),
        &[("hujian", "⟨福建⟩"), ("ren", "⟨人⟩"), ("reliang", "⟨热量⟩"), ("leliang", "⟨热量⟩")],
    );
    let off = Rules { notation: Notation { on: false, ..Notation::default() }, ..Rules::default() };
    table(off, &[("kechuang", "科创[kechuang]"), ("ai", "爱[AI]")]);
}
