//! Well-known text of coordinate systems, as a tree.

/// The deepest nesting that is followed. Real texts stay below ten.
const MAX_DEPTH: usize = 32;

/// The longest text that is parsed, in bytes.
const MAX_BYTES: usize = 64 << 10;

/// `KEYWORD["text", 12.5, CHILD[...]]`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Node {
    /// In upper case.
    pub(super) keyword: String,
    /// Quoted texts and bare words, in order.
    pub(super) texts: Vec<String>,
    /// Numbers, in order.
    pub(super) numbers: Vec<f64>,
    /// Nested nodes, in order.
    pub(super) children: Vec<Node>,
}

/// Parses a text; `None` when it is not well-known text, too long or too deep.
pub(super) fn parse(text: &str) -> Option<Node> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut scanner = Scanner { rest: text };
    let node = scanner.node(MAX_DEPTH)?;
    scanner.rest.trim().is_empty().then_some(node)
}

struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    fn node(&mut self, depth: usize) -> Option<Node> {
        let keyword = self.word()?;
        self.body(keyword, depth)
    }

    fn body(&mut self, keyword: &str, depth: usize) -> Option<Node> {
        self.take(['[', '('])?;
        let mut node = Node { keyword: keyword.to_uppercase(), ..Node::default() };
        loop {
            self.item(&mut node, depth.checked_sub(1)?)?;
            match self.take([',', ']', ')'])? {
                ',' => {}
                _ => return Some(node),
            }
        }
    }

    fn item(&mut self, node: &mut Node, depth: usize) -> Option<()> {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('"') {
            node.texts.push(self.quoted()?);
            return Some(());
        }
        let word = self.word()?;
        if self.rest.trim_start().starts_with(['[', '(']) {
            node.children.push(self.body(word, depth)?);
        } else if let Ok(number) = word.parse::<f64>() {
            node.numbers.push(number);
        } else {
            node.texts.push(word.to_owned());
        }
        Some(())
    }

    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest.trim_start();
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.+-".contains(c))).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut rest = self.rest.strip_prefix('"')?;
        loop {
            let (piece, after) = rest.split_once('"')?;
            text.push_str(piece);
            let Some(doubled) = after.strip_prefix('"') else {
                self.rest = after;
                return Some(text);
            };
            text.push('"');
            rest = doubled;
        }
    }

    fn take<const N: usize>(&mut self, wanted: [char; N]) -> Option<char> {
        let rest = self.rest.trim_start();
        let found = rest.chars().next().filter(|c| wanted.contains(c))?;
        self.rest = &rest[found.len_utf8()..];
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_numbers_and_children_are_told_apart() {
        let node = parse(r#"UNIT["say ""metre""",1.0,AUTHORITY["EPSG",9001],north]"#).expect("a node");
        assert_eq!(node.texts, ["say \"metre\"", "north"]);
        assert_eq!(node.numbers, [1.0]);
        assert_eq!(node.children[0].keyword, "AUTHORITY");
    }

    #[test]
    fn broken_or_deep_text_is_refused() {
        for text in ["", "A", "A[", "A[\"", "A[1", "A[1]]", "A[]", "é[1]"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&format!("{}1{}", "A[".repeat(40), "]".repeat(40))), None);
    }
}
