//! A postcode as one number that sorts district by district.

use crate::model::Postcode;

/// Four characters of the outward part and three of the inward, six bits each.
pub(super) const BITS: usize = 6;
pub(super) const OUTWARD: usize = 4;
pub(super) const WIDTH: usize = 7;
pub(super) const SECTOR_MASK: u64 = !((1 << (2 * BITS)) - 1);
pub(super) const DISTRICT_MASK: u64 = !((1 << (3 * BITS)) - 1);

pub(super) fn key_of(postcode: &Postcode) -> u64 {
    let text = postcode.as_str().as_bytes();
    pack_key(&text[..text.len() - 4], &text[text.len() - 3..])
}

pub(super) fn pack_key(outward: &[u8], inward: &[u8]) -> u64 {
    let at = |part: &[u8], index: usize| part.get(index).map_or(0, |byte| digit_of(*byte));
    let outward = (0..OUTWARD).map(|index| at(outward, index));
    let inward = (0..WIDTH - OUTWARD).map(|index| at(inward, index));
    outward.chain(inward).fold(0, |key, digit| (key << BITS) | digit)
}

/// 0 for nothing, then figures before letters.
pub(super) fn digit_of(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => u64::from(byte - b'0') + 1,
        b'A'..=b'Z' => u64::from(byte - b'A') + 11,
        _ => 0,
    }
}

pub(super) fn unpack(key: u64) -> Option<Postcode> {
    const ALPHABET: &[u8; 37] = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let digit = |place: usize| (key >> (BITS * (WIDTH - 1 - place))) & ((1 << BITS) - 1);
    let text: String = (0..WIDTH)
        .filter_map(|place| usize::try_from(digit(place)).ok())
        .filter_map(|digit| ALPHABET.get(digit).map(|byte| char::from(*byte)))
        .collect();
    Postcode::parse(&text)
}

pub(super) fn split_part(text: &str) -> Option<(Vec<u8>, Option<u8>)> {
    let mut words = text.split_whitespace();
    let outward: Vec<u8> = words.next()?.bytes().map(|b| b.to_ascii_uppercase()).collect();
    let sector = words.next();
    if outward.len() > OUTWARD || words.next().is_some() {
        return None;
    }
    match sector.map(str::as_bytes) {
        None => Some((outward, None)),
        Some([digit]) if digit.is_ascii_digit() => Some((outward, Some(*digit))),
        Some(_) => None,
    }
}
