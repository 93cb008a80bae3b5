//! ZIP files, written as Java servers stream them: deflated, sizes and checksum behind the content and not before it.

use std::io::{Read as _, Write as _};

use bytes::Bytes;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// A data descriptor follows the content; names are UTF-8.
const FLAGS: u16 = 0x0808;
const VERSION: u16 = 20;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// What one file may come to when it is inflated.
const MOST_INFLATED: u64 = 512 * 1024 * 1024;

/// A ZIP file with one file in it.
pub(super) fn zip(name: &str, content: &[u8]) -> Bytes {
    let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing into memory does not fail.
    let _ = encoder.write_all(content);
    let packed = encoder.finish().unwrap_or_default();
    let mut crc = Crc::new();
    crc.update(content);
    let sizes = [crc.sum(), size(packed.len()), size(content.len())];
    let name_length = u16::try_from(name.len()).unwrap_or_default();

    let mut file = Fields::default();
    file.u32s(&[LOCAL]).u16s(&[VERSION, FLAGS, DEFLATED, 0, 0x21]).u32s(&[0, 0, 0]).u16s(&[name_length, 0]);
    file.bytes(name.as_bytes()).bytes(&packed).u32s(&[DESCRIPTOR]).u32s(&sizes);
    let directory = size(file.0.len());
    file.u32s(&[CENTRAL]).u16s(&[VERSION, VERSION, FLAGS, DEFLATED, 0, 0x21]).u32s(&sizes);
    file.u16s(&[name_length, 0, 0, 0, 0]).u32s(&[0, 0]).bytes(name.as_bytes());
    let directory_size = size(file.0.len()) - directory;
    file.u32s(&[END]).u16s(&[0, 0, 1, 1]).u32s(&[directory_size, directory]).u16s(&[0]);
    file.0.into()
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Numbers with their lowest byte first.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn u16s(&mut self, numbers: &[u16]) -> &mut Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn u32s(&mut self, numbers: &[u32]) -> &mut Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// The files of a ZIP file, by name. Nothing if it is none, or is damaged.
pub(super) fn unzip(file: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut ends = (0..file.len().checked_sub(21)?).rev().take(usize::from(u16::MAX));
    let end = ends.find(|at| u32_at(file, *at) == Some(END))?;
    let count = u16_at(file, end + 10)?;
    let mut at = usize::try_from(u32_at(file, end + 16)?).ok()?;
    let mut files = Vec::new();
    for _ in 0..count {
        if u32_at(file, at)? != CENTRAL {
            return None;
        }
        let lengths =
            [u16_at(file, at + 28)?, u16_at(file, at + 30)?, u16_at(file, at + 32)?].map(usize::from);
        let name = String::from_utf8_lossy(file.get(at + 46..at + 46 + lengths[0])?).into_owned();
        if !name.ends_with('/') {
            files.push((name, content(file, at)?));
        }
        at += 46 + lengths.iter().sum::<usize>();
    }
    Some(files)
}

/// What the entry of the directory at this place stands for.
fn content(file: &[u8], entry: usize) -> Option<Vec<u8>> {
    let number = |at: usize| usize::try_from(u32_at(file, entry + at)?).ok();
    let (packed, inflated, local) = (number(20)?, number(24)?, number(42)?);
    if u32_at(file, local)? != LOCAL {
        return None;
    }
    let head = 30 + usize::from(u16_at(file, local + 26)?) + usize::from(u16_at(file, local + 28)?);
    let packed = file.get(local + head..)?.get(..packed)?;
    let content = match u16_at(file, entry + 10)? {
        STORED => packed.to_vec(),
        DEFLATED => {
            let mut content = Vec::new();
            DeflateDecoder::new(packed).take(MOST_INFLATED).read_to_end(&mut content).ok()?;
            content
        }
        _ => return None,
    };
    let mut crc = Crc::new();
    crc.update(&content);
    (content.len() == inflated && Some(crc.sum()) == u32_at(file, entry + 16)).then_some(content)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::{unzip, zip};

    #[test]
    fn what_was_packed_is_unpacked() {
        let content = "line\n".repeat(10_000);
        let file = zip("a.csv", content.as_bytes());
        assert!(file.len() < 1_000);
        assert_eq!(unzip(&file), Some(vec![("a.csv".to_owned(), content.into_bytes())]));
    }

    #[test]
    fn damage_is_noticed() {
        let file = zip("a.csv", b"content that is long enough to be damaged");
        let head = 30 + "a.csv".len();
        let tail = 16 + (46 + "a.csv".len()) + 22;
        for at in head..file.len() - tail {
            let mut damaged = file.to_vec();
            damaged[at] ^= 0xff;
            assert!(unzip(&damaged).is_none(), "{at}");
        }
        assert_eq!(unzip(&file[..file.len() - 1]), None);
        assert_eq!(unzip(b"Last_Name,Company\n"), None);
        assert_eq!(unzip(b""), None);
    }
}
