//! Wenming: facts recorded once; every number opens down to its record and photo.

mod api_document;
mod api_page;
pub mod app;
pub mod cases;
pub mod catalogue;
pub mod cli;
pub mod demo;
pub mod directory;
pub mod errand;
pub mod exchange;
pub mod faces;
pub mod figures;
pub mod files;
#[cfg(test)]
mod guards;
pub mod inspections;
pub mod install;
pub mod jobs;
pub mod months;
pub mod obligations;
pub mod platform;
mod reading;
pub mod referrals;
pub mod reports;
mod running;
pub mod serve;
pub mod settings;
pub mod sign_in;
pub mod sites;
pub mod standards;
pub mod start;
pub mod statements;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)] // a test may stop at a broken premise
mod testing;
pub mod tls;
pub mod waits;
pub mod wire;
pub mod work;
