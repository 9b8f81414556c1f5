//! Assessment against other tools' recorded answers and published indices, and
//! whole assessments from a recipe's text to the files they become.

mod coinr;
mod faults;
mod gaps;
mod ground;
mod imd;
mod kept;
mod phe;
mod places;
mod spatial;
mod table;
