//! Sums of qualified quantities that can also give a part back, so that a reversed posting leaves no trace.

use super::{Met, Qualifier};

/// A running sum. It keeps how many parts of each qualifier it holds: when the last rough part is taken back,
/// the sum is exact again, in whatever order parts came and went, so folded and naive sums are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// In the metric's smallest unit; wide enough for 2⁶⁴ postings of any size.
    pub quantity: i128,
    /// Numbered parts held per qualifier, in the order of `Qualifier::ALL`.
    pub parts: [i64; 4],
    /// Parts whose source is masked: they count, but have no number.
    pub unnumbered: i64,
}

impl Sum {
    /// Adds a part; `None` is one whose number is masked.
    pub fn add(&mut self, quantity: Option<i64>, qualifier: Qualifier) {
        self.put(quantity, qualifier, 1);
    }

    /// Takes back a part that was added before with the same quantity and qualifier.
    pub fn take_back(&mut self, quantity: Option<i64>, qualifier: Qualifier) {
        self.put(quantity, qualifier, -1);
    }

    fn put(&mut self, quantity: Option<i64>, qualifier: Qualifier, count: i64) {
        match quantity {
            Some(quantity) => {
                self.quantity += i128::from(quantity) * i128::from(count);
                self.parts[qualifier as usize] += count;
            }
            None => self.unnumbered += count,
        }
    }

    /// Adds another sum, as an area adds those below it.
    pub fn merge(&mut self, other: &Self) {
        self.quantity += other.quantity;
        self.unnumbered += other.unnumbered;
        for (mine, theirs) in self.parts.iter_mut().zip(other.parts) {
            *mine += theirs;
        }
    }

    /// The sum in the metric's smallest unit, or `None` where it does not fit.
    pub fn checked(&self) -> Option<i64> {
        i64::try_from(self.quantity).ok()
    }

    /// The sum in the metric's smallest unit, held at the ends of its range.
    pub fn saturated(&self) -> i64 {
        self.checked().unwrap_or(if self.quantity < 0 { i64::MIN } else { i64::MAX })
    }

    /// The qualifier of the numbered parts alone.
    pub fn numbered(&self) -> Qualifier {
        let held = Qualifier::ALL.into_iter().zip(self.parts).filter(|(_, count)| *count != 0);
        held.fold(Qualifier::Exact, |sum, (qualifier, _)| sum + qualifier)
    }

    /// The qualifier of the whole: a masked part makes it `AtLeast`, said together with `unnumbered`.
    pub fn qualifier(&self) -> Qualifier {
        if self.unnumbered == 0 { self.numbered() } else { Qualifier::AtLeast }
    }

    /// Whether the sum reaches a lower bound. What its numbered parts cannot prove a masked one does not prove
    /// either, and what they refute a masked one leaves open.
    pub fn meets(&self, bound: i64) -> Met {
        match self.numbered().meets(self.saturated(), bound) {
            Met::No if self.unnumbered != 0 => Met::Check,
            met => met,
        }
    }
}
