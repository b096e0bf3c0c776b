//! Chance that can be repeated: a small generator (SplitMix64), one stream for each story, so that what one draws
//! changes nothing for the others.

#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// From 0 to below 1.
    #[allow(clippy::cast_precision_loss)] // 53 bits fit
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// Between two numbers.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.share()
    }
    /// Whether something of this probability happens.
    pub fn luck(&mut self, probability: f64) -> bool {
        self.share() < probability
    }
    /// From 0 to `n` − 1; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
    /// One of many, by weight.
    pub fn weigh<'a, T>(&mut self, of: &'a [T], weight: impl Fn(&T) -> f64) -> Option<&'a T> {
        let mut left = self.share() * of.iter().map(&weight).sum::<f64>();
        let found = of.iter().find(|one| {
            left -= weight(one);
            left < 0.0
        });
        found.or_else(|| of.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed| {
            let mut dice = Dice::new(seed);
            [dice.next(), dice.next(), dice.next()]
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(3);
        let heavy = (0..10_000).filter(|_| dice.weigh(&[1.0, 3.0], |w| *w) == Some(&3.0)).count();
        assert!((7_300..7_700).contains(&heavy), "{heavy}");
    }
}
