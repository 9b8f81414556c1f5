//! Assessment against other tools' recorded answers and published indices.

mod coinr;
mod imd;
mod phe;
mod spatial;
mod table;
