//! Papers and tables in and out: one document model to DOCX (GB/T 9704-2012), HTML and plain text, tables to and from
//! XLSX and CSV, lists with pictures read from either, charts as SVG. An engine: it knows no context, no database and no clock.

#![cfg_attr(test, allow(clippy::unwrap_used))] // a test may fail by panic
#![allow(clippy::format_collect, clippy::format_push_string)] // markup is put together from small pieces; clarity over one copy

pub mod chart;
pub mod docx;
pub mod grid;
pub mod html;
mod model;
mod outline;
pub mod sheet;
pub mod text;
mod xml;

pub use model::*;
