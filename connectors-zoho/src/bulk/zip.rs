//! A CSV file in a ZIP archive, packed row by row.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// A local file header without the file's name.
const HEADER: usize = 30;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// The version that knows deflate.
const VERSION: u16 = 20;
/// 1 January 1980, the first day that an archive can name: the same rows make the same archive.
const NO_TIME: [u8; 4] = [0, 0, 0x21, 0];

/// An archive with one file, in memory. The lengths stand before the data, as every reader wants them.
pub(crate) struct Zip {
    name: &'static str,
    archive: Vec<u8>,
    deflate: Compress,
    crc: Crc,
}

impl Zip {
    pub(crate) fn new(name: &'static str) -> Self {
        // The place of the header.
        let archive = vec![0; HEADER + name.len()];
        Self { name, archive, deflate: Compress::new(Compression::default(), false), crc: Crc::new() }
    }

    /// How many bytes the file has so far, unpacked.
    pub(crate) fn unpacked(&self) -> usize {
        self.crc.amount() as usize
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.pack(bytes, FlushCompress::None);
    }

    fn pack(&mut self, mut bytes: &[u8], flush: FlushCompress) {
        loop {
            self.archive.reserve(32 * 1024);
            let before = self.deflate.total_in();
            // It fails only on a dictionary, and there is none.
            let status = self.deflate.compress_vec(bytes, &mut self.archive, flush);
            bytes = &bytes[(self.deflate.total_in() - before) as usize..];
            let done = match flush {
                FlushCompress::Finish => matches!(status, Ok(Status::StreamEnd) | Err(_)),
                _ => bytes.is_empty() || status.is_err(),
            };
            if done {
                return;
            }
        }
    }

    /// The archive.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.pack(&[], FlushCompress::Finish);
        let mut archive = self.archive;
        let start = HEADER + self.name.len();
        // What the header and the directory both say.
        let mut facts = Vec::with_capacity(26);
        for number in [VERSION, UTF8, DEFLATED] {
            facts.extend(number.to_le_bytes());
        }
        facts.extend(NO_TIME);
        for number in [self.crc.sum(), (archive.len() - start) as u32, self.crc.amount()] {
            facts.extend(number.to_le_bytes());
        }
        facts.extend((self.name.len() as u16).to_le_bytes());
        facts.extend([0; 2]);
        archive[..4].copy_from_slice(b"PK\x03\x04");
        archive[4..HEADER].copy_from_slice(&facts);
        archive[HEADER..start].copy_from_slice(self.name.as_bytes());

        let directory = archive.len() as u32;
        archive.extend(b"PK\x01\x02");
        archive.extend(VERSION.to_le_bytes());
        archive.extend(facts);
        // No comment, first disk, no attributes, at the beginning.
        archive.extend([0; 14]);
        archive.extend(self.name.as_bytes());
        let length = archive.len() as u32 - directory;
        archive.extend(b"PK\x05\x06");
        archive.extend([0, 0, 0, 0, 1, 0, 1, 0]);
        archive.extend(length.to_le_bytes());
        archive.extend(directory.to_le_bytes());
        archive.extend([0; 2]);
        archive
    }
}

/// Adds a row to `csv` (RFC 4180).
pub(crate) fn write_row<'a>(csv: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    let start = csv.len();
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            csv.push(b',');
        }
        // Some readers drop blanks at the ends of what is not quoted.
        if cell.contains([',', '"', '\r', '\n']) || cell.trim() != cell {
            csv.push(b'"');
            csv.extend(cell.replace('"', "\"\"").as_bytes());
            csv.push(b'"');
        } else {
            csv.extend(cell.as_bytes());
        }
    }
    // An empty line would be no row.
    if csv.len() == start {
        csv.extend(b"\"\"");
    }
    csv.extend(b"\r\n");
}
