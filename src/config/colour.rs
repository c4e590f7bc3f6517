//! Colours as values, and what becomes of them on a terminal that shows fewer.
//!
//! Guarantees: a colour never gains depth on its way. Never: a look at the environment; its strings are handed in.

/// A colour of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Red, green, blue.
    Rgb(u8, u8, u8),
    /// A colour of the 256-colour palette, 16 to 255.
    Indexed(u8),
    /// A colour of the terminal's own, 0 to 15.
    Ansi(u8),
}

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None; attributes only.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// The palette of 256.
    TwoFiftySix,
    /// All.
    True,
}

/// The terminal's own colours by name, in the order of their numbers.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// What xterm shows for the sixteen; others differ, but not so far that another name would be nearer.
const SIXTEEN: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The six levels of the 256-colour cube.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl ColourDepth {
    /// The depth from the values of `NO_COLOR`, `COLORTERM` and `TERM`.
    ///
    /// Sources: no-color.org (any value that is not empty); `COLORTERM` as VTE and others set it; terminfo names.
    pub fn of(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if no_color.is_some_and(|value| !value.is_empty()) || term == "dumb" || term.starts_with("vt") {
            return Self::None;
        }
        if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
            return Self::True;
        }
        if term.contains("256color") { Self::TwoFiftySix } else { Self::Sixteen }
    }
}

impl Colour {
    /// Reads `#rrggbb` or the name of one of the terminal's own colours.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix('#') {
            let plain = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u32::from_str_radix(digits, 16).ok().filter(|_| plain)?;
            let [_, red, green, blue] = number.to_be_bytes();
            return Some(Self::Rgb(red, green, blue));
        }
        (0..).zip(NAMES).find(|(_, name)| *name == text).map(|(number, _)| Self::Ansi(number))
    }

    /// The names of the terminal's own colours.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.into_iter()
    }

    /// The nearest colour that a terminal of `depth` shows; `None` where it shows none.
    pub fn at(self, depth: ColourDepth) -> Option<Self> {
        match (depth, self) {
            (ColourDepth::None, _) => None,
            (ColourDepth::True, _) | (_, Self::Ansi(_)) => Some(self),
            (ColourDepth::TwoFiftySix, Self::Indexed(_)) => Some(self),
            (ColourDepth::TwoFiftySix, Self::Rgb(..)) => Some(Self::Indexed(self.in_palette())),
            (ColourDepth::Sixteen, _) => {
                let target = self.rgb();
                let sixteen = (0..).zip(SIXTEEN);
                sixteen.min_by_key(|(_, rgb)| apart(*rgb, target)).map(|(number, _)| Self::Ansi(number))
            }
        }
    }

    /// Red, green and blue; for the terminal's own colours as xterm shows them.
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Rgb(red, green, blue) => (red, green, blue),
            Self::Ansi(number) => SIXTEEN.get(usize::from(number)).copied().unwrap_or_default(),
            Self::Indexed(number) => palette(number),
        }
    }

    /// Contrast between two colours, 1 to 21. Source: WCAG 2.2, «contrast ratio».
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (luminance(self.rgb()), luminance(other.rgb()));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest colour of the cube or of the greys; of two as near, the one with the smaller number.
    fn in_palette(self) -> u8 {
        let (red, green, blue) = self.rgb();
        // The parts of a distance add up, so the cube's nearest is the nearest level of each part.
        let cube = 16 + 36 * level(red) + 6 * level(green) + level(blue);
        let near = std::iter::once(cube).chain(232..=255);
        near.min_by_key(|number| apart(palette(*number), (red, green, blue))).unwrap_or(cube)
    }
}

/// The index of the level of the cube that is nearest to `part`.
fn level(part: u8) -> u8 {
    (0..).zip(LEVELS).min_by_key(|(_, level)| level.abs_diff(part)).map_or(0, |(index, _)| index)
}

/// The colour of a number of the palette. Source: xterm's 256colres.
fn palette(number: u8) -> (u8, u8, u8) {
    let level = |index: u8| LEVELS.get(usize::from(index)).copied().unwrap_or_default();
    match number {
        0..=15 => Colour::Ansi(number).rgb(),
        16..=231 => {
            let cube = number - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232.. => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    }
}

/// How far apart two colours look: squares weighted by the eye's sensitivity. Source: compuphase.com/cmetric.htm,
/// its simple form.
fn apart(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    2 * square(a.0, b.0) + 4 * square(a.1, b.1) + 3 * square(a.2, b.2)
}

fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::{Colour, ColourDepth};

    #[test]
    fn the_depth_follows_the_environment() {
        use ColourDepth::{None as Nothing, Sixteen, True, TwoFiftySix};
        for (no_color, colorterm, term, want) in [
            (None, Some("truecolor"), Some("xterm-256color"), True),
            (Some("1"), Some("truecolor"), Some("xterm-256color"), Nothing),
            (Some(""), None, Some("xterm-256color"), TwoFiftySix),
            (None, None, Some("xterm"), Sixteen),
            (None, None, Some("dumb"), Nothing),
            (None, None, None, Sixteen),
        ] {
            assert_eq!(
                ColourDepth::of(no_color, colorterm, term),
                want,
                "{no_color:?} {colorterm:?} {term:?}"
            );
        }
    }

    #[test]
    fn no_colour_of_the_palette_is_nearer_than_the_one_chosen() {
        let steps = || (0..=255).step_by(17).map(|part| u8::try_from(part).unwrap());
        for rgb in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b)))) {
            let searched = (16..=255).min_by_key(|number| super::apart(super::palette(*number), rgb));
            let shown = Colour::Rgb(rgb.0, rgb.1, rgb.2).at(ColourDepth::TwoFiftySix);
            assert_eq!(shown, searched.map(Colour::Indexed), "{rgb:?}");
        }
    }

    #[test]
    fn colours_fall_to_the_nearest_that_is_shown() {
        for (text, depth, want) in [
            ("#000000", ColourDepth::Sixteen, Some(Colour::Ansi(0))),
            ("#fe0102", ColourDepth::Sixteen, Some(Colour::Ansi(9))),
            ("#5f87af", ColourDepth::TwoFiftySix, Some(Colour::Indexed(67))),
            ("#808080", ColourDepth::TwoFiftySix, Some(Colour::Indexed(244))),
            ("bright-blue", ColourDepth::True, Some(Colour::Ansi(12))),
            ("red", ColourDepth::None, None),
        ] {
            assert_eq!(Colour::parse(text).unwrap().at(depth), want, "{text}");
        }
        for text in ["#fff", "#gggggg", "#+12345", "reddish", ""] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
