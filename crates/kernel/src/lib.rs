//! What every part of the program shares: ids, moments and days, periods, the working calendar, quantities,
//! positions on earth and codes that people type. Pure: no clock, no chance, no input or output.

pub mod calendar;
pub mod code;
pub mod geo;
pub mod id;
pub mod moment;
pub mod period;
pub mod quantity;
