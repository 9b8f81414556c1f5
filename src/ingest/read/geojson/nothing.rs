//! A value of another kind than was meant.

/// What stands where an object or a list should: taken for nothing at all.
macro_rules! anything_else {
    ($value:ty, $nothing:expr) => {
        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _flag: bool) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _number: i64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _number: u64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _number: f64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_str<E>(self, _text: &str) -> Result<$value, E> {
            Ok($nothing)
        }
    };
}

pub(super) use anything_else;
