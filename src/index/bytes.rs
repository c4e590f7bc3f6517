//! Numbers as bytes: seven bits a byte, the lowest first (LEB128), as in most indexes.
//!
//! Guarantees: what is read past the end or too long for its type is an error. Never: a panic on any bytes.

use std::io;

/// That bytes are not what was written.
pub(super) fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Writes a number behind `to`.
pub fn put_number(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// The number at the start of `bytes` and how many bytes it takes.
pub(super) fn number(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (index, &byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Some((value, index + 1));
        }
    }
    None
}

/// Bytes being read.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a>(pub &'a [u8]);

impl<'a> Cursor<'a> {
    /// The next number.
    ///
    /// # Errors
    /// Where there is none.
    pub fn number(&mut self) -> io::Result<u64> {
        let (value, length) = number(self.0).ok_or_else(|| damaged("a number is cut"))?;
        self.bytes(length)?;
        Ok(value)
    }

    /// The next number, one of 32 bits.
    ///
    /// # Errors
    /// Where there is none, or a larger one.
    pub fn small(&mut self) -> io::Result<u32> {
        self.number()?.try_into().ok().ok_or_else(|| damaged("a number is too large"))
    }

    /// The next `length` bytes.
    ///
    /// # Errors
    /// Where there are fewer.
    pub fn bytes(&mut self, length: usize) -> io::Result<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(|| damaged("a list is cut"))?;
        self.0 = rest;
        Ok(bytes)
    }

    /// The next number and as many bytes of text.
    ///
    /// # Errors
    /// Where there are fewer, or they are no text.
    pub fn text(&mut self) -> io::Result<&'a str> {
        let length = self.small()? as usize;
        std::str::from_utf8(self.bytes(length)?).ok().ok_or_else(|| damaged("a text is no text"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cursor, put_number};

    proptest! {
        #[test]
        fn numbers_come_back_as_they_were_written(numbers in prop::collection::vec(0..1_u64 << 60, 0..20)) {
            let mut bytes = Vec::new();
            for number in &numbers {
                put_number(&mut bytes, *number);
            }
            let mut cursor = Cursor(&bytes);
            for number in numbers {
                prop_assert_eq!(cursor.number().unwrap(), number);
            }
            prop_assert!(cursor.number().is_err());
        }

        #[test]
        fn any_bytes_are_numbers_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut cursor = Cursor(&bytes);
            while cursor.text().is_ok() {}
            let _ = cursor.small();
        }
    }
}
