//! What a cell of the screen is for: the roles that a theme gives styles to.
//!
//! Guarantees: a closed list, one line a role, each with the role whose style it takes where a theme leaves it out.
//! Never: a colour.

use crate::article::BlockKind;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $name:literal < $parent:ident,)*) => {
        /// What a cell of the screen is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            /// All roles; a parent stands before its children.
            pub const ALL: &'static [Self] = &[$(Self::$role,)*];

            /// Its key under `[roles]`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)* }
            }

            /// The role whose style it takes where a theme leaves it out; `Text` is its own.
            #[must_use]
            pub const fn parent(self) -> Self {
                match self { $(Self::$role => Self::$parent,)* }
            }
        }
    };
}

roles! {
    /// Body text, and the background of everything.
    Text "text" < Text,
    /// Text that steps back.
    Dim "dim" < Text,
    /// 引题.
    Kicker "kicker" < Dim,
    /// 主题.
    Headline "headline" < Text,
    /// 副题.
    Subtitle "subtitle" < Text,
    /// 署名.
    Byline "byline" < Dim,
    /// 电头: 本报讯, 新华社…电.
    Dateline "dateline" < Text,
    /// 小标题.
    Heading "heading" < Headline,
    /// A caption.
    Caption "caption" < Dim,
    /// A line of a quotation.
    Quote "quote" < Subtitle,
    /// A line of code.
    Code "code" < Text,
    /// The first character behind a place where two pieces were joined.
    Seam "seam" < Dim,
    /// The same where it is doubtful that they belong together.
    SeamDoubtful "seam-doubtful" < Seam,
    /// The bar beside the paragraph under the cursor.
    Cursor "cursor" < Text,
    /// The sign of a bookmark.
    Mark "mark" < Cursor,
    /// A bookmark that is not on the disk yet.
    Unsaved "unsaved" < Mark,
    /// Words that are marked, in the first colour.
    Mark1 "mark-1" < Text,
    /// The same in the second.
    Mark2 "mark-2" < Mark1,
    /// The same in the third.
    Mark3 "mark-3" < Mark1,
    /// The same in the fourth.
    Mark4 "mark-4" < Mark1,
    /// The same in the fifth.
    Mark5 "mark-5" < Mark1,
    /// A match.
    Match "match" < Text,
    /// The match the reader is at.
    MatchCurrent "match-current" < Match,
    /// Behind the list.
    ListBackground "list-background" < Text,
    /// A file or page above its articles.
    ListGroup "list-group" < ListBackground,
    /// The headline of an unread article.
    ListTitle "list-title" < ListBackground,
    /// The headline of a read article.
    ListRead "list-read" < ListBackground,
    /// Byline, length and count.
    ListMeta "list-meta" < ListBackground,
    /// The selected article while the list has the focus.
    ListSelected "list-selected" < ListBackground,
    /// The selected article while it has not.
    ListSelectedDim "list-selected-dim" < ListSelected,
    /// Words being selected.
    Selection "selection" < ListSelected,
    /// The status line.
    Status "status" < Text,
    /// What stands out in it.
    StatusStrong "status-strong" < Status,
    /// A notice.
    NoticeInfo "notice-info" < Status,
    /// A notice that asks for care.
    NoticeWarning "notice-warning" < NoticeInfo,
    /// A notice of what went wrong.
    NoticeError "notice-error" < NoticeWarning,
    /// The text behind a box over the screen.
    Behind "behind" < Dim,
    /// A box over the screen.
    Popup "popup" < Text,
    /// Its title.
    PopupTitle "popup-title" < Popup,
    /// What steps back in it.
    PopupDim "popup-dim" < Popup,
    /// Its selected line.
    PopupSelected "popup-selected" < Popup,
    /// A key in help and hints.
    Key "key" < Popup,
    /// What is typed at a prompt.
    Prompt "prompt" < Status,
    /// Lines between panes.
    Rule "rule" < Dim,
}

impl Role {
    /// The role of marked words by the number of their colour, from 0.
    pub const fn of_mark(colour: usize) -> Self {
        match colour {
            1 => Self::Mark2,
            2 => Self::Mark3,
            3 => Self::Mark4,
            4 => Self::Mark5,
            _ => Self::Mark1,
        }
    }

    /// The role of a block's words.
    pub const fn of(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Kicker => Self::Kicker,
            BlockKind::Headline => Self::Headline,
            BlockKind::Subtitle => Self::Subtitle,
            BlockKind::Byline => Self::Byline,
            BlockKind::Heading => Self::Heading,
            BlockKind::Caption => Self::Caption,
            BlockKind::Code => Self::Code,
            BlockKind::Quote => Self::Quote,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Verse | BlockKind::Table => Self::Text,
        }
    }
}
