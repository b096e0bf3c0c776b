//! Figures: metric × area subtree × organisations × dimensions × period, computed from the journal and nothing else.
//!
//! `ask` says what is asked, `scope` is the one WHERE that sums, splits and pages share, `sum` runs it,
//! `folded` adds the roll-ups, `value` makes the figure that a reader sees, `page` opens it, `counted` tells a
//! stock-take what stands in the books.

mod ask;
mod counted;
mod folded;
mod page;
mod scope;
mod sum;
mod value;

pub use ask::{Ask, By, Window};
pub use counted::{Place, counted};
pub use page::{Cursor, Item, Listing, Page, TakenBack, Within, page, postings_of};
pub use sum::{Part, figure, figures, split};
pub use value::{Figure, Sum};
