//! Expressions of forms: CEL text is checked against the types of the items once and becomes a small tree, which
//! the server and the browser walk with the same rules. `vectors/` holds what both must give.
//!
//! # What may be written
//! Of CEL: literals, keys of items, lists, `== != < <= > >= && || ! + - * / % in ? :`, `size(x)`, `int(x)`,
//! `double(x)`, and on texts `.contains`, `.startsWith`, `.endsWith`. Beside it: `answered(x)`, `today()`,
//! `date('2026-10-31')`, `days_between(from, to)`, `add_days(day, n)`, `add_months(day, n)` (a month without that day
//! gives its last). Only numbers and days have an order.
//!
//! # The tree as JSON
//! A bare `null`, boolean, number or string is itself; an array is an operator and what it works on:
//! `["item", key]`, `["today"]`, `["list", …]`, `["answered", x]`, `["!", x]`, `["&&", a, b]`, `["||", a, b]`,
//! `["?", if, then, else]`, `["==", a, b]`, `["<", a, b]`, `["<=", a, b]`, `["in", x, list]`, `["+", a, b]`,
//! `["-", a, b]`, `["*", a, b]`, `["/", a, b]`, `["%", a, b]`, `["whole", x]`, `["size", x]`,
//! `["contains" | "starts" | "ends", text, part]`, `["days_between", from, to]`, `["add_days" | "add_months", day, n]`.
//!
//! # What null means
//! An unanswered item is null, and so is what cannot be computed: a division by zero, an integer beyond ±(2⁵³ − 1),
//! a number that is not finite, a day outside 1900-01-01 … 9999-12-31, a joined text over 10 000 characters.
//! Null makes every operator null, except that `answered` (in CEL also `x == null`, `x != null`) is always true or
//! false, a false side makes `&&` false, a true side makes `||` true, `?` looks only at the branch it takes, and `in`
//! is true once found. Two nulls are not equal: they give null.
//!
//! CEL itself fails where this gives null, with the same effect on `&&`, `||` and `?`. It differs in three things: it
//! gives up on a list of which one member fails, divides decimals by zero to infinity, and counts to 2⁶³.
//!
//! # Numbers and days
//! Integers and decimals are both the doubles of JSON, so `1 + 1.0` is 2 and needs no conversion; integer results
//! pass through `whole`, which cuts towards zero and keeps them exact. Integers beyond ±(2⁵³ − 1) are refused when
//! the form is published or the answer checked; long numbers that nobody counts with (identity cards) are texts.
//! A day is the text `YYYY-MM-DD`; `today()` is the day in Asia/Shanghai at which the form is filled.

mod check;
mod eval;
#[cfg(test)]
mod tests;
mod tree;
mod types;
mod wrong;

pub use check::{MAX_TEXT, compile};
pub use eval::{Scope, evaluate};
pub use tree::{Op, Tree, Value};
pub use types::{Known, Names, Type};
pub use wrong::{Misplaced, Wrong};

/// The largest integer that a double of JSON keeps apart from its neighbours, 2⁵³ − 1.
pub const LARGEST: f64 = 9_007_199_254_740_991.0;
