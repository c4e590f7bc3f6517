//! Newspaper pages out of nothing: words of common characters by Zipf's law, topics, dates, and sentences of our own.
//!
//! Guarantees: the same seed gives the same pages; no sentence of anybody else. Never: a grammar.

/// A sequence without pattern (`SplitMix64`, S. Vigna).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// One of `count` things, of which the n-th comes about as often as 1/n.
    fn zipf(&mut self, count: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((count as f64).powf(share) as usize).min(count) - 1
    }
}

/// Sentences of our own, which stand among the rest.
const OURS: [&str; 6] = [
    "渡口的灯亮了，船还没有靠岸。",
    "守灯的人说，夜里的风比白天大。",
    "江城的老街修好了，住户搬了回来。",
    "水文站每天量三次水位，记在一本旧册子里。",
    "学校门口的站牌换成了新的。",
    "第一班渡船六点开，坐船的多是上学的孩子。",
];

const TOPICS: usize = 200;

/// Words and topics.
#[derive(Debug)]
pub struct Words {
    words: Vec<String>,
    topics: Vec<Vec<u32>>,
}

impl Words {
    pub fn new(seed: u64, count: usize) -> Self {
        let mut dice = Dice(seed);
        // The first level of GB 2312: the 3755 commonest characters, by their sound; here in no order.
        let codes = (0xb0..=0xd7_u8).flat_map(|row| (0xa1..=0xfe_u8).map(move |cell| [row, cell]));
        let decoded = codes.map(|code| encoding_rs::GBK.decode(&code).0.into_owned());
        let mut chars: Vec<String> =
            decoded.filter(|c| c.chars().all(|c| ('\u{4e00}'..'\u{a000}').contains(&c))).collect();
        for at in (1..chars.len()).rev() {
            chars.swap(at, dice.below(at + 1));
        }
        let word = |dice: &mut Dice| -> String {
            let length = [1, 2, 2, 2, 2, 2, 3, 3, 4, 4][dice.below(10)];
            (0..length).map(|_| chars[dice.zipf(chars.len())].as_str()).collect()
        };
        let words: Vec<String> = (0..count).map(|_| word(&mut dice)).collect();
        let topic = |_| (0..600).map(|_| dice.below(count) as u32).collect();
        let topics = (0..TOPICS).map(topic).collect();
        Self { words, topics }
    }

    fn word(&self, topic: &[u32], dice: &mut Dice) -> &str {
        let index = if dice.below(2) == 0 {
            dice.zipf(self.words.len())
        } else {
            topic[dice.zipf(topic.len())] as usize
        };
        &self.words[index]
    }

    /// An article of about two kilobytes: its headline, a line feed, its paragraphs.
    pub fn article(&self, dice: &mut Dice) -> String {
        let topic = &self.topics[dice.zipf(TOPICS)];
        let mut text = String::with_capacity(2400);
        (0..4).for_each(|_| text.push_str(self.word(topic, dice)));
        let size = 1200 + dice.below(1600);
        while text.len() < size {
            text.push('\n');
            for _ in 0..3 + dice.below(4) {
                if dice.below(40) == 0 {
                    text.push_str(OURS[dice.below(OURS.len())]);
                }
                for _ in 0..5 + dice.below(9) {
                    text.push_str(self.word(topic, dice));
                }
                text.push_str(["，", "。", "。", "、", "；"][dice.below(5)]);
            }
        }
        text
    }
}
