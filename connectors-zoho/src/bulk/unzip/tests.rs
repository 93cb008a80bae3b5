use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::Zip;
use super::*;

impl Unzip {
    pub(in super::super) fn kept(&self) -> usize {
        self.held.capacity()
    }
}

/// What comes out when the archive arrives in chunks of this length and is unpacked into a buffer of that.
fn unzip(archive: &[u8], chunk: usize, buffer: usize) -> Result<Vec<u8>, Error> {
    let (mut unzip, mut all, mut out) = (Unzip::new(), Vec::new(), vec![0; buffer]);
    for chunk in archive.chunks(chunk.max(1)) {
        let mut input = chunk;
        loop {
            let filled = unzip.read(&mut input, &mut out)?;
            all.extend_from_slice(&out[..filled]);
            if filled == 0 && input.is_empty() {
                break;
            }
        }
    }
    unzip.finish()?;
    Ok(all)
}

fn refusal(archive: &[u8]) -> String {
    unzip(archive, 7, 64).unwrap_err().to_string()
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

/// By another hand, which goes back to write lengths before the data.
fn plain(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// By another hand, which cannot go back: lengths and checksum follow the data.
fn streamed(content: &[u8], options: SimpleFileOptions) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut zip = ZipWriter::new_stream(&mut archive);
    zip.start_file("rows.csv", options).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap();
    assert_eq!(u16_at(&archive, 6) & STREAMED, STREAMED);
    archive
}

/// The archive with another descriptor than the one of 16 bytes with which it was written.
fn with_descriptor(archive: &[u8], content: &[u8], signed: bool, wide: bool) -> Vec<u8> {
    let mut signature = DESCRIPTOR.to_le_bytes().to_vec();
    let crc = {
        let mut crc = Crc::new();
        crc.update(content);
        crc.sum().to_le_bytes()
    };
    signature.extend(crc);
    let at = archive.windows(8).rposition(|window| window == signature).unwrap();
    let packed = u32_at(archive, at + 8);
    let mut changed = archive[..at].to_vec();
    if signed {
        changed.extend(DESCRIPTOR.to_le_bytes());
    }
    changed.extend(crc);
    for length in [packed, content.len() as u32] {
        if wide {
            changed.extend(u64::from(length).to_le_bytes());
        } else {
            changed.extend(length.to_le_bytes());
        }
    }
    changed.extend(&archive[at + 16..]);
    changed
}

fn sample() -> Vec<u8> {
    (0..2_000).flat_map(|n| format!("row {n},{}\n", n * 7919 % 1000).into_bytes()).collect()
}

#[test]
fn archives_of_another_hand_are_read_however_they_arrive() {
    let content = sample();
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let archive = plain(&[("rows.csv", &content)], options(method));
        for (chunk, buffer) in [(1, 1_000), (3, 5), (1_000, 1), (100_000, 100_000)] {
            assert_eq!(unzip(&archive, chunk, buffer).unwrap(), content, "{method} {chunk} {buffer}");
        }
    }
    let large = options(CompressionMethod::Deflated).large_file(true);
    assert_eq!(unzip(&plain(&[("rows.csv", &content)], large), 100, 100).unwrap(), content);
    let empty = plain(&[("rows.csv", b"")], options(CompressionMethod::Stored));
    assert_eq!(unzip(&empty, 5, 5).unwrap(), b"");
}

#[test]
fn archives_that_were_streamed_are_read_with_every_form_of_descriptor() {
    for content in [sample(), Vec::new()] {
        let archive = streamed(&content, options(CompressionMethod::Deflated));
        assert_eq!(unzip(&archive, 11, 100).unwrap(), content);
        for (signed, wide) in [(true, false), (true, true), (false, false), (false, true)] {
            let archive = with_descriptor(&archive, &content, signed, wide);
            assert_eq!(unzip(&archive, 11, 100).unwrap(), content, "{signed} {wide}");
        }
    }
}

#[test]
fn folders_are_passed_over() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("folder", SimpleFileOptions::default()).unwrap();
    zip.start_file("folder/rows.csv", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"a,b\n").unwrap();
    assert_eq!(unzip(&zip.finish().unwrap().into_inner(), 3, 3).unwrap(), b"a,b\n");
}

#[test]
fn what_this_crate_packs_is_read_by_another_hand_and_by_itself() {
    let mut zip = Zip::new("rows.csv");
    let content = sample();
    for chunk in content.chunks(100) {
        zip.write(chunk);
    }
    assert_eq!(zip.unpacked(), content.len());
    let archive = zip.finish();
    assert!(archive.len() < content.len() / 2);
    let mut read = zip::ZipArchive::new(Cursor::new(&archive)).unwrap();
    assert_eq!(read.len(), 1);
    let mut file = read.by_name("rows.csv").unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut text).unwrap();
    assert_eq!(text, content);
    assert_eq!(unzip(&archive, 10, 10).unwrap(), content);
    assert_eq!(unzip(&Zip::new("rows.csv").finish(), 10, 10).unwrap(), b"");
}

#[test]
fn an_archive_that_is_cut_is_never_taken_for_whole() {
    let content = sample();
    for archive in [
        plain(&[("rows.csv", &content)], options(CompressionMethod::Deflated)),
        plain(&[("rows.csv", &content[..500])], options(CompressionMethod::Stored)),
        streamed(&content[..1_000], options(CompressionMethod::Deflated)),
    ] {
        // Once the directory has begun the file is behind us, and was checked.
        let directory = archive.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        for length in (0..directory).step_by(13).chain(directory..directory + 4) {
            let cut = &archive[..length];
            assert!(refusal(cut).contains("ends too early"), "{length}");
        }
        assert!(unzip(&archive[..directory + 40], 9, 50).is_ok());
    }
}

#[test]
fn a_file_that_was_changed_on_the_way_is_refused() {
    let content = sample();
    for archive in [
        plain(&[("rows.csv", &content)], options(CompressionMethod::Deflated)),
        plain(&[("rows.csv", &content)], options(CompressionMethod::Stored)),
        streamed(&content, options(CompressionMethod::Deflated)),
    ] {
        let directory = archive.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        for at in (40..directory).step_by(97) {
            let mut changed = archive.clone();
            changed[at] ^= 0x10;
            assert!(unzip(&changed, 100, 100).is_err(), "{at}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let two = plain(&[("a.csv", b"a"), ("b.csv", b"b")], options(CompressionMethod::Stored));
    assert!(refusal(&two).contains("more than one file"));
    assert!(refusal(&plain(&[], options(CompressionMethod::Stored))).contains("no file in it"));
    assert!(refusal(b"{\"status\":\"error\",\"code\":\"INVALID_TOKEN\"}").contains("not a ZIP archive"));
    assert!(refusal(b"").contains("ends too early"));
    let archive = plain(&[("a.csv", b"a")], options(CompressionMethod::Stored));
    let mut encrypted = archive.clone();
    encrypted[6] |= 1;
    assert!(refusal(&encrypted).contains("encrypted"));
    let mut packed = archive.clone();
    packed[8] = 14;
    assert!(refusal(&packed).contains("method 14"));
    let mut endless = archive;
    endless[6] |= STREAMED as u8;
    endless[18..22].fill(0);
    assert!(refusal(&endless).contains("how long"));
}

#[test]
fn what_unpacks_to_very_much_is_given_in_pieces_and_ends_at_the_limit() {
    let content = vec![b'0'; 5_000_000];
    let archive = plain(&[("rows.csv", &content)], options(CompressionMethod::Deflated));
    assert!(archive.len() < 6_000);
    let (mut unzip, mut input, mut out) = (Unzip::new(), &archive[..], [0; 1_000]);
    assert_eq!(unzip.read(&mut input, &mut out).unwrap(), 1_000, "no more than there is room for");
    let Stage::Data(entry) = &mut unzip.stage else { panic!("in the middle of the data") };
    entry.unpacked = MOST_BYTES;
    assert!(unzip.read(&mut input, &mut out).unwrap_err().to_string().contains("larger than"));
}

proptest! {
    #[test]
    fn whatever_arrives_there_is_no_panic(archive in proptest::collection::vec(any::<u8>(), 0..400), chunk in 1..50_usize) {
        let _ = unzip(&archive, chunk, 64);
        let mut begun = b"PK\x03\x04".to_vec();
        begun.extend(&archive);
        let _ = unzip(&begun, chunk, 64);
    }

    #[test]
    fn whatever_is_changed_there_is_no_panic_and_no_other_content(
        changes in proptest::collection::vec((0..10_000_usize, any::<u8>()), 1..5), stream in any::<bool>(),
    ) {
        let content = &sample()[..5_000];
        let options = options(CompressionMethod::Deflated);
        let mut archive = if stream { streamed(content, options) } else { plain(&[("rows.csv", content)], options) };
        for (at, byte) in changes {
            let at = at % archive.len();
            archive[at] = byte;
        }
        if let Ok(read) = unzip(&archive, 100, 64) {
            prop_assert!(read == content, "a change that is not noticed changes nothing");
        }
    }

    #[test]
    fn whatever_is_packed_comes_out_again(content in proptest::collection::vec(any::<u8>(), 0..5_000), chunk in 1..200_usize) {
        let mut zip = Zip::new("rows.csv");
        for part in content.chunks(chunk) {
            zip.write(part);
        }
        prop_assert_eq!(unzip(&zip.finish(), chunk, 100).unwrap(), content);
    }
}
