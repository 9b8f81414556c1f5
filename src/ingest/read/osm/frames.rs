//! The blobs of an extract: cut apart, unpacked and counted before anything
//! in them is believed.
//!
//! The decoder behind this reader caps a blob at 32 MiB but keeps no account
//! over a whole file, takes a declared size on trust and reads a file that is
//! cut between two blobs as whole. So the frames are walked here: lengths must
//! add up to the file, what is unpacked must be as long as it says, and no
//! file unpacks to more than the limits allow.

use std::io::Read;

use flate2::read::ZlibDecoder;
use osmpbf::{BlobDecode, BlobReader, PrimitiveBlock};

use super::super::Limits;
use super::super::found::{Halt, over_limit, unreadable};
use crate::check::Place;

/// Bytes of one blob's header, at the most (the format's own limit).
const HEADER_BYTES: usize = 64 << 10;
/// Bytes of one blob, unpacked, at the most (the format's own limit).
const BLOB_BYTES: u64 = 32 << 20;
/// Features that a file may ask of its reader.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// One blob of data, still packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// Which blob of the file, from 1.
    number: usize,
    packed: Packed<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Packed<'a> {
    Raw(&'a [u8]),
    Zlib { bytes: &'a [u8], unpacked: u64 },
}

/// Cuts a file into its blobs of data. The header is checked on the way.
pub(super) fn cut<'a>(file: &'a [u8], limits: &Limits) -> Result<Vec<Frame<'a>>, Halt> {
    let mut rest = file;
    let mut frames = Vec::new();
    let mut number = 0;
    let mut total = 0_u64;
    while !rest.is_empty() {
        number += 1;
        let (kind, blob) = next(&mut rest).ok_or_else(|| damaged(number))?;
        let packed = Packed::parse(blob).ok_or_else(|| damaged(number))?;
        total = total.saturating_add(packed.unpacked());
        check_size(number, packed, total, limits)?;
        let frame = Frame { number, packed };
        match (kind, number) {
            ("OSMHeader", 1) => frame.check_header()?,
            (_, 1) => {
                return Err(unreadable("the file does not begin with the header of an extract", ADVICE));
            }
            ("OSMData", _) => frames.push(frame),
            // Blobs of other kinds are for other readers; the format says to pass them over.
            _ => {}
        }
    }
    Ok(frames)
}

const ADVICE: &str = "Fetch the extract again, and compare its size with the publisher's.";

fn damaged(number: usize) -> Halt {
    unreadable(format!("blob {number} of the extract is cut or damaged"), ADVICE)
}

fn check_size(number: usize, packed: Packed<'_>, total: u64, limits: &Limits) -> Result<(), Halt> {
    let told = |message: String| Err(over_limit(Place::default(), message));
    let unpacked = packed.unpacked();
    if unpacked > BLOB_BYTES {
        return told(format!("blob {number} unpacks to {unpacked} bytes; the format allows {BLOB_BYTES}"));
    }
    if let Packed::Zlib { bytes, .. } = packed {
        let most = (bytes.len() as u64).saturating_mul(limits.unpack_ratio);
        if unpacked > most {
            return told(format!(
                "blob {number} unpacks to {unpacked} bytes, more than {} times its size",
                limits.unpack_ratio
            ));
        }
    }
    if total > limits.bytes {
        return told(format!(
            "the extract unpacks to more than {} bytes, the most that is read",
            limits.bytes
        ));
    }
    Ok(())
}

/// Takes the next frame: its kind and the message of its blob.
fn next<'a>(rest: &mut &'a [u8]) -> Option<(&'a str, &'a [u8])> {
    let length = u32::from_be_bytes(*rest.first_chunk::<4>()?) as usize;
    if length >= HEADER_BYTES {
        return None;
    }
    let header = rest.get(4..4 + length)?;
    let (mut kind, mut size) = (None, None);
    for field in Fields(header) {
        match field? {
            (1, Value::Bytes(text)) => kind = std::str::from_utf8(text).ok(),
            (3, Value::Number(bytes)) => size = usize::try_from(bytes).ok(),
            _ => {}
        }
    }
    let after = rest.get(4 + length..)?;
    let blob = after.get(..size?)?;
    *rest = &after[blob.len()..];
    Some((kind?, blob))
}

impl<'a> Packed<'a> {
    fn parse(blob: &'a [u8]) -> Option<Self> {
        let (mut raw, mut zlib, mut size) = (None, None, None);
        for field in Fields(blob) {
            match field? {
                (1, Value::Bytes(bytes)) => raw = Some(bytes),
                (2, Value::Number(bytes)) => size = Some(bytes),
                (3, Value::Bytes(bytes)) => zlib = Some(bytes),
                _ => {}
            }
        }
        match (raw, zlib) {
            (Some(bytes), None) => Some(Self::Raw(bytes)),
            (None, Some(bytes)) => Some(Self::Zlib { bytes, unpacked: size? }),
            _ => None,
        }
    }

    fn unpacked(self) -> u64 {
        match self {
            Self::Raw(bytes) => bytes.len() as u64,
            Self::Zlib { unpacked, .. } => unpacked,
        }
    }
}

impl Frame<'_> {
    /// Unpacks and decodes the block of data.
    pub fn block(&self) -> Result<PrimitiveBlock, Halt> {
        match self.decode("OSMData")? {
            Decoded::Data(block) => Ok(*block),
            Decoded::Header(_) => Err(damaged(self.number)),
        }
    }

    fn check_header(&self) -> Result<(), Halt> {
        let Decoded::Header(features) = self.decode("OSMHeader")? else { return Err(damaged(self.number)) };
        match features.iter().find(|feature| !KNOWN_FEATURES.contains(&feature.as_str())) {
            None => Ok(()),
            Some(feature) => {
                let message = format!("the extract asks for '{feature}', which is not read");
                Err(unreadable(message, "Ask the publisher for a plain extract of the current data."))
            }
        }
    }

    fn decode(&self, kind: &str) -> Result<Decoded, Halt> {
        let plain = framed(kind, &self.unpack()?);
        let mut blobs = BlobReader::new(plain.as_slice());
        let blob = blobs.next().and_then(Result::ok).ok_or_else(|| damaged(self.number))?;
        match blob.decode() {
            Ok(BlobDecode::OsmData(block)) => Ok(Decoded::Data(Box::new(block))),
            Ok(BlobDecode::OsmHeader(header)) => Ok(Decoded::Header(header.required_features().to_vec())),
            Ok(BlobDecode::Unknown(_)) | Err(_) => Err(damaged(self.number)),
        }
    }

    fn unpack(&self) -> Result<Vec<u8>, Halt> {
        match self.packed {
            Packed::Raw(bytes) => Ok(bytes.to_vec()),
            Packed::Zlib { bytes, unpacked } => {
                let mut plain = Vec::with_capacity(usize::try_from(unpacked).unwrap_or(0));
                let read = ZlibDecoder::new(bytes).take(unpacked + 1).read_to_end(&mut plain);
                let whole = read.is_ok() && plain.len() as u64 == unpacked;
                whole.then_some(plain).ok_or_else(|| damaged(self.number))
            }
        }
    }
}

enum Decoded {
    Header(Vec<String>),
    Data(Box<PrimitiveBlock>),
}

/// A frame with its blob unpacked, as the decoder takes it.
fn framed(kind: &str, plain: &[u8]) -> Vec<u8> {
    let mut blob = Vec::with_capacity(plain.len() + 8);
    put_bytes(&mut blob, 1, plain);
    let mut header = Vec::new();
    put_bytes(&mut header, 1, kind.as_bytes());
    put_number(&mut header, 3, blob.len() as u64);
    // A header of a few bytes fits into any length.
    let length = u32::try_from(header.len()).unwrap_or(0);
    [&length.to_be_bytes()[..], &header, &blob].concat()
}

fn put_bytes(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    out.push(field << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_number(out: &mut Vec<u8>, field: u8, number: u64) {
    out.push(field << 3);
    put_varint(out, number);
}

#[expect(clippy::cast_possible_truncation, reason = "seven bits are kept on purpose")]
fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The fields of a protocol-buffer message.
struct Fields<'a>(&'a [u8]);

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Other,
}

impl<'a> Iterator for Fields<'a> {
    /// Number and value of a field; `None` inside where the bytes are no message.
    type Item = Option<(u64, Value<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.take(8).map(|_| Value::Other)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(usize::try_from(length).ok()?)?)
            }
            5 => self.take(4).map(|_| Value::Other)?,
            _ => return None,
        };
        Some((tag >> 3, value))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let bytes = self.0.get(..length)?;
        self.0 = &self.0[length..];
        Some(bytes)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.0.first()?;
            self.0 = &self.0[1..];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}
