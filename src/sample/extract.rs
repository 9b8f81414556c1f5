//! A writer of OpenStreetMap extracts (`.osm.pbf`), for the sample, tests and benches.
//!
//! The blobs are not compressed, so the bytes depend on nothing but what is
//! written. The format: <https://wiki.openstreetmap.org/wiki/PBF_Format>.

use std::collections::BTreeMap;

/// Elements of one block, well below the format's limit of 8,000.
const BLOCK: usize = 4_000;

/// Tags of an element: key and value.
pub type Tags = Vec<(String, String)>;

/// A point with its tags.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: i64,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Its tags; most points have none.
    pub tags: Tags,
}

/// A way over points.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Its id.
    pub id: i64,
    /// The ids of its points, in order.
    pub refs: Vec<i64>,
    /// Its tags.
    pub tags: Tags,
}

/// What goes into an extract.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extract {
    /// Points.
    pub nodes: Vec<Node>,
    /// Ways.
    pub ways: Vec<Way>,
}

impl Extract {
    /// The bytes of the file. Coordinates are kept to a ten-millionth of a degree.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut header = Message::default();
        header.bytes(4, b"OsmSchema-V0.6");
        header.bytes(4, b"DenseNodes");
        header.bytes(16, b"Wardwise sample");
        let mut file = framed("OSMHeader", &header.0);
        for nodes in self.nodes.chunks(BLOCK) {
            file.extend(framed("OSMData", &block(|strings| dense(nodes, strings))));
        }
        for ways in self.ways.chunks(BLOCK) {
            file.extend(framed("OSMData", &block(|strings| all_ways(ways, strings))));
        }
        file
    }
}

/// A blob with its header; the blob holds `plain` as it is.
#[must_use]
pub fn framed(kind: &str, plain: &[u8]) -> Vec<u8> {
    let mut blob = Message::default();
    blob.bytes(1, plain);
    let mut header = Message::default();
    header.bytes(1, kind.as_bytes());
    header.number(3, blob.0.len() as u64);
    let length = u32::try_from(header.0.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], &header.0, &blob.0].concat()
}

/// A block: the strings that its group uses, then the group.
fn block(group: impl FnOnce(&mut Strings) -> Message) -> Vec<u8> {
    let mut strings = Strings::default();
    let group = group(&mut strings);
    let mut table = Message::default();
    // The first string is never used: nought ends the tags of a dense node.
    table.bytes(1, b"");
    for text in &strings.all {
        table.bytes(1, text.as_bytes());
    }
    let mut block = Message::default();
    block.bytes(1, &table.0);
    block.bytes(2, &group.0);
    block.0
}

fn dense(nodes: &[Node], strings: &mut Strings) -> Message {
    let degrees = |degrees: f64| whole(degrees * 1e7);
    let (mut ids, mut lats, mut lons) = (Deltas::default(), Deltas::default(), Deltas::default());
    let mut tags = Message::default();
    for node in nodes {
        ids.push(node.id);
        lats.push(degrees(node.lat));
        lons.push(degrees(node.lon));
        for (key, value) in &node.tags {
            tags.varint(strings.number(key));
            tags.varint(strings.number(value));
        }
        tags.varint(0);
    }
    let mut dense = Message::default();
    dense.bytes(1, &ids.packed.0);
    dense.bytes(8, &lats.packed.0);
    dense.bytes(9, &lons.packed.0);
    dense.bytes(10, &tags.0);
    let mut group = Message::default();
    group.bytes(2, &dense.0);
    group
}

fn all_ways(ways: &[Way], strings: &mut Strings) -> Message {
    let mut group = Message::default();
    for way in ways {
        let (mut keys, mut values, mut refs) = (Message::default(), Message::default(), Deltas::default());
        for (key, value) in &way.tags {
            keys.varint(strings.number(key));
            values.varint(strings.number(value));
        }
        way.refs.iter().for_each(|id| refs.push(*id));
        let mut message = Message::default();
        message.number(1, u64::try_from(way.id).unwrap_or(0));
        message.bytes(2, &keys.0);
        message.bytes(3, &values.0);
        message.bytes(8, &refs.packed.0);
        group.bytes(3, &message.0);
    }
    group
}

#[expect(clippy::cast_possible_truncation, reason = "degrees times ten million are far below 2^63")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Strings by their number in the block's table, from 1.
#[derive(Default)]
struct Strings {
    all: Vec<String>,
    numbers: BTreeMap<String, u64>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.all.push(text.to_owned());
        let number = self.all.len() as u64;
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// Whole numbers as steps from one to the next.
#[derive(Default)]
struct Deltas {
    last: i64,
    packed: Message,
}

impl Deltas {
    fn push(&mut self, number: i64) {
        let step = number - self.last;
        self.last = number;
        // Zigzag: small steps either way become small numbers.
        self.packed.varint(((step << 1) ^ (step >> 63)).cast_unsigned());
    }
}

/// A protocol-buffer message.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn number(&mut self, field: u64, number: u64) {
        self.varint(field << 3);
        self.varint(number);
    }

    #[expect(clippy::cast_possible_truncation, reason = "seven bits are kept on purpose")]
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}
