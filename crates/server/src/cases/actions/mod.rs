//! The verbs of a case. Each is: may → rules → store → figures → trail and event, in one transaction.

mod evidence;
mod family;
mod follow;
mod own;
mod parties;
mod permit;
mod reach;
mod report;
mod settle;
mod spot;
mod step;
mod urge;
mod wait;
mod write;

pub use family::{NewChild, split};
pub use follow::SUCCEEDS;
pub use own::{NewCategory, add_category, rename_category, restore_category, retire_category};
pub use parties::{accepts, line_units, suggest, unable};
pub use permit::{Around, Permit, around, permit};
pub use reach::urged;
pub use report::{Report, report};
pub use settle::{NewDispatchRule, begin_rule, change_category, end_rule};
pub use spot::{keep_spot_secret, tell_seed};
pub use step::{Step, move_case, settle};
pub use urge::{Urged, UrgedUnit, urge, would_urge};
pub use write::TRACED;
