//! The one file of a ZIP archive, read as the archive arrives: see `docs/decisions/zip.md`.
//!
//! Sources: APPNOTE.TXT 6.3.10 (sections 4.3 to 4.5), RFC 1951.

use connectors_core::Error;
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::unreadable;

const LOCAL_FILE: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
/// What may follow the last file: its data are behind us then, and the directory repeats what is known.
const DIRECTORY: [u32; 4] = [0x0201_4b50, 0x0605_4b50, 0x0606_4b50, 0x0806_4b50];

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Lengths and checksum follow the data: what a writer does that cannot go back.
const STREAMED: u16 = 1 << 3;
/// Stands for a length that the extra field gives in 64 bits.
const IN_EXTRA: u64 = 0xffff_ffff;
const ZIP64: u16 = 1;

/// The longest form of a descriptor, and the signature that follows it.
const LONGEST_DESCRIPTOR: usize = 24 + 4;

/// No export is larger: 200,000 rows of 40 KB. Deflate makes at most 1,032 bytes of one.
const MOST_BYTES: u64 = 8 << 30;

/// Bytes of an archive in, bytes of its file out.
pub(super) struct Unzip {
    stage: Stage,
    /// The beginning of a structure that has not arrived whole.
    held: Vec<u8>,
    files: usize,
}

enum Stage {
    Signature,
    Header,
    Names(Header),
    Data(Box<Entry>),
    Descriptor(Box<Entry>),
    /// The file is behind us.
    Directory,
}

/// What a local file header says, without its names.
#[derive(Clone, Copy)]
struct Header {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    unpacked: u64,
    name: usize,
    extra: usize,
}

struct Entry {
    header: Header,
    is_folder: bool,
    inflate: Option<Decompress>,
    crc: Crc,
    /// Bytes read and given so far.
    packed: u64,
    unpacked: u64,
}

impl Unzip {
    pub(super) fn new() -> Self {
        Self { stage: Stage::Signature, held: Vec::new(), files: 0 }
    }

    /// Reads from `input` and fills `out`: until one of them is used up. Gives how much of `out` is filled.
    pub(super) fn read(&mut self, input: &mut &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let mut filled = 0;
        loop {
            self.stage = match std::mem::replace(&mut self.stage, Stage::Signature) {
                Stage::Signature => match self.take(input, 4) {
                    None => return Ok(filled),
                    Some(bytes) => self.after_signature(u32_at(&bytes, 0))?,
                },
                Stage::Header => match self.take(input, 26) {
                    None => return Ok(self.wait(Stage::Header, filled)),
                    Some(bytes) => Stage::Names(Header::read(&bytes)),
                },
                Stage::Names(header) => match self.take(input, header.name + header.extra) {
                    None => return Ok(self.wait(Stage::Names(header), filled)),
                    Some(bytes) => Stage::Data(Box::new(self.entry(header, &bytes)?)),
                },
                Stage::Data(mut entry) => {
                    let ended = entry.read(input, out, &mut filled)?;
                    if !ended {
                        return Ok(self.wait(Stage::Data(entry), filled));
                    }
                    if entry.header.flags & STREAMED != 0 {
                        Stage::Descriptor(entry)
                    } else {
                        let Header { crc, packed, unpacked, .. } = entry.header;
                        entry.check(crc, packed, unpacked)?;
                        Stage::Signature
                    }
                }
                Stage::Descriptor(entry) => match self.take(input, LONGEST_DESCRIPTOR) {
                    None => return Ok(self.wait(Stage::Descriptor(entry), filled)),
                    Some(bytes) => {
                        let used = entry.described(&bytes)?;
                        self.held.splice(0..0, bytes[used..].iter().copied());
                        Stage::Signature
                    }
                },
                Stage::Directory => {
                    *input = &[];
                    return Ok(self.wait(Stage::Directory, filled));
                }
            }
        }
    }

    /// To be asked when the archive has ended.
    pub(super) fn finish(&self) -> Result<(), Error> {
        match self.stage {
            Stage::Directory if self.files == 0 => Err(unreadable("the archive has no file in it")),
            Stage::Directory => Ok(()),
            _ => Err(unreadable("the archive ends too early")),
        }
    }

    fn wait(&mut self, stage: Stage, filled: usize) -> usize {
        self.stage = stage;
        filled
    }

    /// The next `length` bytes, once they are all there.
    fn take(&mut self, input: &mut &[u8], length: usize) -> Option<Vec<u8>> {
        let missing = length.saturating_sub(self.held.len()).min(input.len());
        let (now, later) = input.split_at(missing);
        self.held.extend_from_slice(now);
        *input = later;
        (self.held.len() >= length).then(|| self.held.drain(..length).collect())
    }

    fn after_signature(&self, signature: u32) -> Result<Stage, Error> {
        match signature {
            LOCAL_FILE => Ok(Stage::Header),
            signature if DIRECTORY.contains(&signature) => Ok(Stage::Directory),
            _ if self.files == 0 => Err(unreadable("the file is not a ZIP archive")),
            _ => Err(corrupt()),
        }
    }

    fn entry(&mut self, header: Header, names: &[u8]) -> Result<Entry, Error> {
        let (name, extra) = names.split_at(header.name);
        let header = header.with_extra(extra)?;
        let is_folder = name.ends_with(b"/");
        if !is_folder {
            self.files += 1;
        }
        if self.files > 1 {
            return Err(unreadable("the archive has more than one file in it"));
        }
        if header.flags & ENCRYPTED != 0 {
            return Err(unreadable("the archive is encrypted"));
        }
        let inflate = match header.method {
            DEFLATED => Some(Decompress::new(false)),
            STORED if header.flags & STREAMED != 0 && header.packed == 0 => {
                return Err(unreadable("the archive does not say how long its file is"));
            }
            STORED => None,
            method => return Err(unreadable(format!("the archive is packed by method {method}"))),
        };
        Ok(Entry { header, is_folder, inflate, crc: Crc::new(), packed: 0, unpacked: 0 })
    }
}

impl Header {
    fn read(bytes: &[u8]) -> Self {
        Self {
            flags: u16_at(bytes, 2),
            method: u16_at(bytes, 4),
            crc: u32_at(bytes, 10),
            packed: u32_at(bytes, 14).into(),
            unpacked: u32_at(bytes, 18).into(),
            name: u16_at(bytes, 22).into(),
            extra: u16_at(bytes, 24).into(),
        }
    }

    /// With the lengths that do not fit into 32 bits.
    fn with_extra(mut self, mut extra: &[u8]) -> Result<Self, Error> {
        while extra.len() >= 4 {
            let (kind, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
            let field = extra.get(4..4 + length).ok_or_else(corrupt)?;
            extra = &extra[4 + length..];
            if kind != ZIP64 {
                continue;
            }
            let mut numbers = field.chunks_exact(8).map(|number| u64_at(number, 0));
            for length in [&mut self.unpacked, &mut self.packed] {
                if *length == IN_EXTRA {
                    *length = numbers.next().ok_or_else(corrupt)?;
                }
            }
        }
        Ok(self)
    }
}

impl Entry {
    /// Reads data; whether they have ended.
    fn read(&mut self, input: &mut &[u8], out: &mut [u8], filled: &mut usize) -> Result<bool, Error> {
        let known = self.header.flags & STREAMED == 0 || self.inflate.is_none();
        loop {
            let left = if known { self.header.packed - self.packed } else { u64::MAX };
            let most = input.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let room = &mut out[*filled..];
            let (read, given, ended) = match &mut self.inflate {
                None => {
                    let count = most.min(room.len());
                    room[..count].copy_from_slice(&input[..count]);
                    (count, count, left == count as u64)
                }
                Some(inflate) => {
                    let (read, given) = (inflate.total_in(), inflate.total_out());
                    let status = inflate.decompress(&input[..most], room, FlushDecompress::None);
                    let status = status.map_err(|_| corrupt())?;
                    let read = (inflate.total_in() - read) as usize;
                    (read, (inflate.total_out() - given) as usize, status == Status::StreamEnd)
                }
            };
            self.crc.update(&room[..given]);
            self.packed += read as u64;
            self.unpacked += given as u64;
            *filled += given;
            *input = &input[read..];
            if self.unpacked > MOST_BYTES {
                return Err(unreadable(format!("the file is larger than {MOST_BYTES} bytes")));
            }
            if self.is_folder && self.unpacked > 0 {
                return Err(corrupt());
            }
            if ended {
                return Ok(true);
            }
            if read == 0 && given == 0 {
                // All that the header promises was read, and the data go on.
                let over = known && self.packed == self.header.packed && *filled < out.len();
                return if over { Err(corrupt()) } else { Ok(false) };
            }
        }
    }

    fn check(&self, crc: u32, packed: u64, unpacked: u64) -> Result<(), Error> {
        if self.matches(crc, packed, unpacked) { Ok(()) } else { Err(corrupt()) }
    }

    fn matches(&self, crc: u32, packed: u64, unpacked: u64) -> bool {
        (self.crc.sum(), self.packed, self.unpacked) == (crc, packed, unpacked)
    }

    /// Holds what was read against the descriptor after it; how long that is. It comes with or without a signature and
    /// with lengths of 32 or 64 bits, and does not say which: that one is meant which fits, and ends where something
    /// else begins.
    fn described(&self, bytes: &[u8]) -> Result<usize, Error> {
        let begins = |at| u32_at(bytes, at) == LOCAL_FILE || DIRECTORY.contains(&u32_at(bytes, at));
        for start in if u32_at(bytes, 0) == DESCRIPTOR { &[4, 0][..] } else { &[0] } {
            let crc = u32_at(bytes, *start);
            let short = [start + 4, start + 8].map(|at| u64::from(u32_at(bytes, at)));
            if self.matches(crc, short[0], short[1]) && begins(start + 12) {
                return Ok(start + 12);
            }
            let long = [start + 4, start + 12].map(|at| u64_at(bytes, at));
            if self.matches(crc, long[0], long[1]) && begins(start + 20) {
                return Ok(start + 20);
            }
        }
        Err(corrupt())
    }
}

fn corrupt() -> Error {
    unreadable("the archive is damaged")
}

fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    // What is asked for was waited for.
    bytes.get(at..at + N).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes_at(bytes, at))
}

#[cfg(test)]
mod tests;
