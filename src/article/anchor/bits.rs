//! A column of the table of distances between two texts as bits: what G. Myers, «A fast bit-vector algorithm for
//! approximate string matching», 1999, does for words longer than a machine's in H. Hyyrö's form of 2003.
//!
//! Guarantees: [`Column::errors`] is the distance of the whole needle to what was stepped over; a step takes as many
//! operations whatever the errors. Never: a place; that is `near`'s.

/// Characters in one word of bits.
const WORD: usize = 64;

/// Which characters of a needle are one character: a bit for each.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    length: usize,
    words: usize,
    /// A hash table of its characters with open addresses: where in `masks` those of the character begin.
    slots: Vec<Option<(char, usize)>>,
    /// As many words for each of its characters, after the same number of empty ones.
    masks: Vec<u64>,
}

impl Needle {
    /// The needle of these characters; nothing where there are none.
    pub(super) fn new(chars: impl ExactSizeIterator<Item = char>) -> Option<Self> {
        let length = chars.len();
        let words = length.div_ceil(WORD);
        let slots = vec![None; (2 * length).next_power_of_two()];
        let mut needle = Self { length, words, slots, masks: vec![0; words] };
        for (at, c) in chars.enumerate() {
            let begins = needle.enter(c);
            if let Some(word) = needle.masks.get_mut(begins + at / WORD) {
                *word |= 1 << (at % WORD);
            }
        }
        (length > 0).then_some(needle)
    }

    /// How many characters it has.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Where the words of a character of the needle begin.
    fn enter(&mut self, c: char) -> usize {
        let mut slot = self.slot(c);
        loop {
            match self.slots.get_mut(slot) {
                Some(Some((known, begins))) if *known == c => return *begins,
                Some(free @ None) => {
                    let begins = self.masks.len();
                    *free = Some((c, begins));
                    self.masks.resize(begins + self.words, 0);
                    return begins;
                }
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// The words of a character: empty ones where the needle has none such.
    fn mask(&self, c: char) -> &[u64] {
        let mut slot = self.slot(c);
        // At least half of the slots are free.
        while let Some(Some((known, begins))) = self.slots.get(slot) {
            if *known == c {
                return self.masks.get(*begins..begins + self.words).unwrap_or_default();
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.masks.get(..self.words).unwrap_or_default()
    }

    /// Where a character's slot is, or would be.
    const fn slot(&self, c: char) -> usize {
        ((c as u32).wrapping_mul(0x9e37_79b1) >> 16) as usize & (self.slots.len() - 1)
    }
}

/// The distances of all beginnings of a needle to what was stepped over, as differences from one to the next.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// One more than the one above, and one less; a word at a time.
    rises: Vec<(u64, u64)>,
    errors: usize,
    /// By how much the distance of no needle at all rises with each step.
    above: i8,
}

impl Column {
    /// Before the first step of a match that may begin at any of them.
    pub(super) fn anywhere(needle: &Needle) -> Self {
        Self { rises: vec![(!0, 0); needle.words], errors: needle.length, above: 0 }
    }

    /// Before the first step of a match that begins with it.
    pub(super) fn from_here(needle: &Needle) -> Self {
        Self { above: 1, ..Self::anywhere(needle) }
    }

    /// The fewest errors of the needle in what was stepped over.
    pub(super) const fn errors(&self) -> usize {
        self.errors
    }

    /// Steps over one character.
    pub(super) fn step(&mut self, needle: &Needle, c: char) {
        let mut carry = self.above;
        let last = (needle.length - 1) % WORD;
        let words = self.rises.len();
        for (at, (rises, &same)) in self.rises.iter_mut().zip(needle.mask(c)).enumerate() {
            let bottom = if at + 1 == words { last } else { WORD - 1 };
            carry = advance(rises, same, carry, bottom);
        }
        match carry {
            1 => self.errors += 1,
            -1 => self.errors -= 1,
            _ => {}
        }
    }
}

/// Takes a word of a column past one character. `carry` is by how much the distance above it rose; given is by how
/// much the one at its row `bottom` did.
const fn advance((up, down): &mut (u64, u64), same: u64, carry: i8, bottom: usize) -> i8 {
    let fell = (carry < 0) as u64;
    let rose = (carry > 0) as u64;
    let vertical = same | *down;
    let same = same | fell;
    let diagonal = ((same & *up).wrapping_add(*up) ^ *up) | same;
    let right_up = *down | !(diagonal | *up);
    let right_down = *up & diagonal;
    let carried = (right_up >> bottom & 1) as i8 - (right_down >> bottom & 1) as i8;
    let right_up = right_up << 1 | rose;
    let right_down = right_down << 1 | fell;
    *up = right_down | !(vertical | right_up);
    *down = right_up & vertical;
    carried
}
