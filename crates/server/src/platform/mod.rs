//! What every context stands on: configuration, database, sign-in, permission on plain values, audit, events,
//! stored answers, files, jobs and what waits. Knows no context.

pub mod account;
pub mod chance;
pub mod clock;
pub mod config;
pub mod db;
pub mod event;
pub mod file;
pub mod job;
pub mod migrate;
pub mod patience;
pub mod permission;
pub mod problem;
pub mod query;
pub mod request;
pub mod setting;
pub mod shape;
pub mod signal;
pub mod stored;
pub mod table;
pub mod trail;
pub mod upload;
pub mod waiting;
