//! Parameters of SGR: what changes the look that the terminal writes in.
//!
//! Guarantees: of setting everything anew and of changing what differs the shorter. Never: a byte around the parameters.
//! Source: ECMA-48 8.3.117.

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
    let mut codes = String::from("0");
    change(&mut codes, Look::default(), look);
    codes
}

/// The parameters that change `from` to `to`.
fn relative(from: Look, to: Look) -> String {
    let mut codes = String::new();
    change(&mut codes, from, to);
    codes
}

/// Adds what changes `from` to `to`.
fn change(codes: &mut String, from: Look, to: Look) {
    let gone = from.modifier - to.modifier;
    let mut come = to.modifier - from.modifier;
    let mut off = 0;
    for (flag, _, code) in ATTRIBUTES {
        if gone.contains(flag) && code != off {
            off = code;
            add(codes, code);
            if code == 22 {
                // One code takes both away.
                come |= to.modifier & (Modifier::BOLD | Modifier::DIM);
            }
        }
    }
    for (flag, code, _) in ATTRIBUTES {
        if come.contains(flag) {
            add(codes, code);
        }
    }
    if from.fg != to.fg {
        colour(codes, to.fg, 30);
    }
    if from.bg != to.bg {
        colour(codes, to.bg, 40);
    }
}

/// Adds the parameters for a colour; `base` is 30 for text and 40 for the background.
fn colour(codes: &mut String, hue: Hue, base: u8) {
    let all: &[u8] = match (hue.index_of_name(), hue.colour()) {
        // The bright half stands 60 above the other.
        (Some(index @ 8..), _) => &[base + 52 + index],
        (Some(index), _) => &[base + index],
        (None, Color::Rgb(red, green, blue)) => &[base + 8, 2, red, green, blue],
        (None, Color::Indexed(index)) => &[base + 8, 5, index],
        (None, _) => &[base + 9],
    };
    for code in all {
        add(codes, *code);
    }
}

/// Adds a parameter. Looks change several times in a frame, and the machinery of formatting is slow.
fn add(codes: &mut String, code: u8) {
    if !codes.is_empty() {
        codes.push(';');
    }
    for (from, unit) in [(100, 100), (10, 10), (0, 1)] {
        if code >= from {
            codes.push(char::from(b'0' + code / unit % 10));
        }
    }
}
