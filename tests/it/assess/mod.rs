//! Assessment against other tools' recorded answers and published indices.

mod coinr;
mod gaps;
mod imd;
mod phe;
mod spatial;
mod table;
