//! What every part of the program shares: ids, moments and days, periods, the working calendar, quantities,
//! positions on earth, codes that people type and the law of their text. Pure: no clock, no chance, no input or output.

pub mod calendar;
pub mod code;
pub mod geo;
pub mod id;
pub mod moment;
pub mod period;
pub mod quantity;
pub mod text;
