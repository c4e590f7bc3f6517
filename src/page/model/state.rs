//! What a block of a newspaper page can be, and what may follow what.
//!
//! Guarantees: every sequence that [`may_follow`] allows makes whole articles: a headline group has one headline, a
//! continuation has a paragraph to continue. Never: a weight.

use crate::article::BlockKind;

/// What a block is, together with where in its article it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum State {
    /// A kicker above its headline.
    Kicker,
    /// A headline that opens its article.
    Headline,
    /// A subtitle below it.
    Subtitle,
    /// A byline before the body.
    Byline,
    /// A caption before the body.
    EarlyCaption,
    /// A paragraph.
    Paragraph,
    /// The rest of the paragraph before it.
    Continuation,
    /// A section heading.
    Heading,
    /// A caption in or after the body.
    Caption,
    /// A byline after the body.
    Signature,
    /// A kicker whose headline stands behind its article.
    TailKicker,
    /// A headline that stands behind its article.
    TailHeadline,
    /// A subtitle below it.
    TailSubtitle,
    /// The first paragraph of an article without anything before it.
    Opening,
    /// A byline that opens an article without a headline before it.
    OpeningByline,
    /// The next five are what they are called in an article whose headline has not come yet: it stands behind, or
    /// there is none.
    BareParagraph,
    /// See [`State::BareParagraph`].
    BareContinuation,
    /// See [`State::BareParagraph`].
    BareHeading,
    /// See [`State::BareParagraph`].
    BareCaption,
    /// See [`State::BareParagraph`].
    BareSignature,
}

use State::{
    BareCaption, BareContinuation, BareHeading, BareParagraph, BareSignature, Byline, Caption, Continuation,
    EarlyCaption, Heading, Headline, Kicker, Opening, OpeningByline, Paragraph, Signature, Subtitle,
    TailHeadline, TailKicker, TailSubtitle,
};

/// How many states there are.
pub(super) const STATES: usize = 20;

/// How many states look different: with and without a headline before them paragraphs look the same.
pub(super) const LOOKS: usize = 15;

impl State {
    /// All states, in the order of their numbers.
    pub const ALL: [Self; STATES] = [
        Kicker,
        Headline,
        Subtitle,
        Byline,
        EarlyCaption,
        Paragraph,
        Continuation,
        Heading,
        Caption,
        Signature,
        TailKicker,
        TailHeadline,
        TailSubtitle,
        Opening,
        OpeningByline,
        BareParagraph,
        BareContinuation,
        BareHeading,
        BareCaption,
        BareSignature,
    ];

    /// The state with a headline before it that looks like this one.
    pub(super) const fn look(self) -> Self {
        match self {
            BareParagraph => Paragraph,
            BareContinuation => Continuation,
            BareHeading => Heading,
            BareCaption => Caption,
            BareSignature => Signature,
            other => other,
        }
    }

    /// Whether an article begins here, if it does not begin with a kicker before it.
    pub(super) const fn opens(self) -> bool {
        matches!(self, Kicker | Headline | Opening | OpeningByline)
    }

    /// What it is in words.
    pub const fn name(self) -> &'static str {
        match self.look() {
            Kicker => "kicker",
            Headline => "headline",
            Subtitle => "subtitle",
            Byline | OpeningByline => "byline before the text",
            EarlyCaption | Caption => "caption",
            Continuation => "the rest of a paragraph",
            Heading => "section heading",
            Signature => "byline behind the text",
            TailKicker => "kicker behind its article",
            TailHeadline => "headline behind its article",
            TailSubtitle => "subtitle behind its article",
            Opening => "the start of an article without a headline before it",
            _ => "paragraph",
        }
    }

    /// The kind of block it becomes.
    pub(super) const fn kind(self) -> BlockKind {
        match self.look() {
            Kicker | TailKicker => BlockKind::Kicker,
            Headline | TailHeadline => BlockKind::Headline,
            Subtitle | TailSubtitle => BlockKind::Subtitle,
            Byline | OpeningByline | Signature => BlockKind::Byline,
            EarlyCaption | Caption => BlockKind::Caption,
            Heading => BlockKind::Heading,
            _ => BlockKind::Paragraph,
        }
    }
}

/// Whether a page may begin with `state`.
pub(super) const fn may_begin(state: State) -> bool {
    matches!(state, Kicker | Headline | Opening | OpeningByline)
}

/// Whether a page may end with `state`.
pub(super) const fn may_end(state: State) -> bool {
    !matches!(state, Kicker | TailKicker | OpeningByline)
}

/// Whether `next` may come right after `before`.
pub(super) const fn may_follow(before: State, next: State) -> bool {
    match before {
        Kicker => matches!(next, Kicker | Headline),
        Headline | Subtitle => matches!(next, Subtitle | Byline | EarlyCaption | Paragraph | Heading),
        Byline | EarlyCaption => matches!(next, Byline | EarlyCaption | Paragraph | Heading),
        Heading => matches!(next, Paragraph | Heading | Caption | Byline),
        Paragraph | Continuation | Caption => {
            matches!(next, Paragraph | Continuation | Heading | Caption | Signature) || next.opens()
        }
        Signature => matches!(next, Signature | Caption) || next.opens(),
        // Without a headline so far: one may stand behind.
        OpeningByline => matches!(next, BareParagraph | BareHeading | BareCaption),
        BareHeading => matches!(next, BareParagraph | BareHeading | BareCaption),
        Opening | BareParagraph | BareContinuation | BareCaption => {
            matches!(next, BareParagraph | BareContinuation | BareHeading | BareCaption | BareSignature)
                || matches!(next, TailKicker | TailHeadline)
                || next.opens()
        }
        BareSignature => {
            matches!(next, BareSignature | BareCaption | TailKicker | TailHeadline) || next.opens()
        }
        TailKicker => matches!(next, TailKicker | TailHeadline),
        TailHeadline | TailSubtitle => matches!(next, TailSubtitle) || next.opens(),
    }
}

#[cfg(test)]
mod tests {
    use super::{State, may_begin, may_end, may_follow};

    #[test]
    fn every_state_can_be_reached_and_left() {
        for (index, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state as usize, index);
            let reached = may_begin(state) || State::ALL.iter().any(|&before| may_follow(before, state));
            let left = may_end(state) || State::ALL.iter().any(|&next| may_follow(state, next));
            assert!(reached && left, "{state:?}");
        }
    }
}
