//! Papers as files: every DOCX part is well-formed, in the schema's order and fully referred to, and the pages measure
//! what GB/T 9704-2012 asks for. The samples stay in the target folder's `tmp/` for a person to open in Word or WPS.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test may fail by panic

mod measure;
mod order;
mod sample;
