//! The journal on both databases, in a small town of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test may stop at a broken premise

mod base;
mod figures;
mod naive;
mod posts;
mod property;
mod whole;
