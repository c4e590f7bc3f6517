//! Bytes that tell when one of them is another: cut into frames of 4 KiB, each with its checksum behind all of them.
//!
//! Guarantees: what [`Framed::read`] gives is what was written, or it is an error; only the frames that are asked for are
//! read. Never: a memory map, which would end the program where a file shrinks.

use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::bytes::damaged;

/// Bytes of a frame.
pub(super) const FRAME: u64 = 4096;

/// Numbers of a footer that belong to whoever writes.
pub(super) const FIELDS: usize = 5;

/// Bytes of the footer: the fields, how many bytes there are, the hash of the checksums, the hash of these.
const FOOTER: u64 = (FIELDS as u64 + 3) * 8;

/// Bytes that can be read anywhere.
pub trait ReadAt {
    /// Fills `to` with the bytes from `offset` on.
    ///
    /// # Errors
    /// The system's, and `UnexpectedEof` where there are fewer.
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<()>;
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = self.get(start..).and_then(|rest| rest.get(..to.len()));
        to.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

fn checksum(frame: &[u8], number: u64) -> u32 {
    xxh3_64_with_seed(frame, number) as u32
}

/// Writes frames.
#[derive(Debug)]
pub(super) struct FrameWriter<W> {
    to: W,
    /// What is not written yet: less than a frame.
    frame: Vec<u8>,
    sums: Vec<u8>,
    /// Whole frames so far.
    frames: u64,
}

impl<W: Write> FrameWriter<W> {
    pub(super) const fn new(to: W) -> Self {
        Self { to, frame: Vec::new(), sums: Vec::new(), frames: 0 }
    }

    /// Where the next byte will stand.
    pub(super) const fn at(&self) -> u64 {
        self.frames * FRAME + self.frame.len() as u64
    }

    pub(super) fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while self.frame.len() + bytes.len() >= FRAME as usize {
            let (now, later) = bytes.split_at(FRAME as usize - self.frame.len());
            self.frame.extend_from_slice(now);
            bytes = later;
            self.close()?;
        }
        self.frame.extend_from_slice(bytes);
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        self.sums.extend(checksum(&self.frame, self.frames).to_le_bytes());
        self.to.write_all(&self.frame)?;
        self.frame.clear();
        self.frames += 1;
        Ok(())
    }

    /// Writes the rest and the footer, and gives what was written to.
    pub(super) fn finish(mut self, fields: [u64; FIELDS]) -> io::Result<W> {
        let length = self.at();
        if !self.frame.is_empty() {
            self.close()?;
        }
        self.to.write_all(&self.sums)?;
        let mut footer: Vec<u8> = fields.iter().flat_map(|field| field.to_le_bytes()).collect();
        footer.extend(length.to_le_bytes());
        footer.extend(xxh3_64_with_seed(&self.sums, length).to_le_bytes());
        footer.extend(xxh3_64_with_seed(&footer, length).to_le_bytes());
        self.to.write_all(&footer)?;
        Ok(self.to)
    }
}

/// Frames to be read.
#[derive(Debug)]
pub(super) struct Framed<R> {
    from: R,
    length: u64,
    sums: Vec<u8>,
}

impl<R: ReadAt> Framed<R> {
    /// The frames in `size` bytes of `from`, and the fields of their footer.
    ///
    /// # Errors
    /// Bytes that are not what was written.
    pub(super) fn open(from: R, size: u64) -> io::Result<(Self, [u64; FIELDS])> {
        let mut footer = [0; FOOTER as usize];
        let tail = size.checked_sub(FOOTER).ok_or_else(|| damaged("the end is missing"))?;
        from.read_at(tail, &mut footer)?;
        let mut numbers = [0; FIELDS + 3];
        for (number, bytes) in numbers.iter_mut().zip(footer.as_chunks::<8>().0) {
            *number = u64::from_le_bytes(*bytes);
        }
        let [fields @ .., length, of_sums, of_footer] = numbers;
        let signed = footer.get(..footer.len() - 8).unwrap_or_default();
        if xxh3_64_with_seed(signed, length) != of_footer {
            return Err(damaged("the footer is damaged"));
        }
        let frames = length.div_ceil(FRAME);
        let data = tail.checked_sub(frames * 4).filter(|data| *data == length);
        let data = data.ok_or_else(|| damaged("it is not as long as it was"))?;
        let mut sums = vec![0; frames as usize * 4];
        from.read_at(data, &mut sums)?;
        if xxh3_64_with_seed(&sums, length) != of_sums {
            return Err(damaged("the checksums are damaged"));
        }
        Ok((Self { from, length, sums }, fields))
    }

    /// Bytes of all frames.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Reads `length` bytes from `offset` on into `buffer`, and gives them.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn read<'b>(
        &self,
        offset: u64,
        length: usize,
        buffer: &'b mut Vec<u8>,
    ) -> io::Result<&'b [u8]> {
        let end = offset.checked_add(length as u64).filter(|end| *end <= self.length);
        let end = end.ok_or_else(|| damaged("a place is outside"))?;
        let first = offset / FRAME;
        let from = first * FRAME;
        let to = end.next_multiple_of(FRAME).min(self.length).max(from);
        buffer.resize((to - from) as usize, 0);
        self.from.read_at(from, buffer)?;
        for (frame, number) in buffer.chunks(FRAME as usize).zip(first..) {
            let at = number as usize * 4;
            let wanted = self.sums.get(at..at + 4);
            if wanted != Some(&checksum(frame, number).to_le_bytes()) {
                return Err(damaged("a frame is damaged"));
            }
        }
        let start = (offset - from) as usize;
        buffer.get(start..start + length).ok_or_else(|| damaged("a place is outside"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FrameWriter, Framed};

    fn frames(data: &[u8], cut: usize) -> Vec<u8> {
        let mut writer = FrameWriter::new(Vec::new());
        data.chunks(cut).for_each(|part| writer.put(part).unwrap());
        assert_eq!(writer.at(), data.len() as u64);
        writer.finish([1, 2, 3, 4, 5]).unwrap()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_anywhere(
            data in prop::collection::vec(any::<u8>(), 0..20_000),
            cut in 1..9000_usize,
            places in prop::collection::vec((0..20_000_u64, 0..9_000_usize), 1..8),
        ) {
            let bytes = frames(&data, cut);
            let size = bytes.len() as u64;
            let (framed, fields) = Framed::open(bytes, size).unwrap();
            prop_assert_eq!(fields, [1, 2, 3, 4, 5]);
            for (offset, length) in places {
                let want = data.get(offset as usize..).and_then(|rest| rest.get(..length));
                let mut buffer = Vec::new();
                prop_assert_eq!(framed.read(offset, length, &mut buffer).ok(), want);
            }
        }

        #[test]
        fn no_damaged_byte_is_read(
            data in prop::collection::vec(any::<u8>(), 1..12_000),
            at in any::<prop::sample::Index>(),
            flip in 1..=255_u8,
        ) {
            let mut bytes = frames(&data, 4096);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let size = bytes.len() as u64;
            let all = Framed::open(bytes, size).and_then(|(framed, _)| {
                framed.read(0, data.len(), &mut Vec::new()).map(<[u8]>::to_vec)
            });
            prop_assert!(all.is_err());
        }
    }
}
