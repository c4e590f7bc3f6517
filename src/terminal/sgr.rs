//! Parameters of SGR: what changes the look that the terminal writes in.
//!
//! Guarantees: of setting everything anew and of changing what differs the shorter. Never: a byte around the parameters.
//! Source: ECMA-48 8.3.117.

use std::fmt::Write as _;

use ratatui::style::{Color, Modifier};

use crate::picture::{Hue, Look};

/// Attributes with the codes that switch them on and off.
const ATTRIBUTES: [(Modifier, u8, u8); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

/// The shortest parameters that change `from`, where that is known, to `to`.
pub(super) fn step(from: Option<Look>, to: Look) -> String {
    let whole = absolute(to);
    from.map(|from| relative(from, to)).filter(|step| step.len() < whole.len()).unwrap_or(whole)
}

/// The parameters that set `look` whatever there was; none where everything is as the terminal has it.
fn absolute(look: Look) -> String {
    if look == Look::default() {
        return String::new();
    }
    let plain = Look::default();
    format!("0;{}", relative(plain, look))
}

/// The parameters that change `from` to `to`.
fn relative(from: Look, to: Look) -> String {
    let mut codes = String::new();
    let mut add = |code: std::fmt::Arguments<'_>| {
        let _ = write!(codes, "{}{code}", if codes.is_empty() { "" } else { ";" });
    };
    let gone = from.modifier - to.modifier;
    let mut come = to.modifier - from.modifier;
    let mut off = 0;
    for (flag, _, code) in ATTRIBUTES {
        if gone.contains(flag) && code != off {
            off = code;
            add(format_args!("{code}"));
            if code == 22 {
                // One code takes both away.
                come |= to.modifier & (Modifier::BOLD | Modifier::DIM);
            }
        }
    }
    for (flag, code, _) in ATTRIBUTES {
        if come.contains(flag) {
            add(format_args!("{code}"));
        }
    }
    if from.fg != to.fg {
        colour(to.fg, 30, &mut add);
    }
    if from.bg != to.bg {
        colour(to.bg, 40, &mut add);
    }
    codes
}

/// Parameters for a colour; `base` is 30 for text and 40 for the background.
fn colour(hue: Hue, base: u8, add: &mut impl FnMut(std::fmt::Arguments<'_>)) {
    match (hue.index_of_name(), hue.colour()) {
        // The bright half stands 60 above the other.
        (Some(index @ 8..), _) => add(format_args!("{}", base + 52 + index)),
        (Some(index), _) => add(format_args!("{}", base + index)),
        (None, Color::Rgb(red, green, blue)) => add(format_args!("{};2;{red};{green};{blue}", base + 8)),
        (None, Color::Indexed(index)) => add(format_args!("{};5;{index}", base + 8)),
        (None, _) => add(format_args!("{}", base + 9)),
    }
}
