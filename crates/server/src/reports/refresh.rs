//! A draft made anew laid over a paper: what a person wrote stays, what the template wrote is renewed, and every figure
//! that moved is marked.

use super::model::{Asked, Block, Content, Live, Run};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure would say now; none where it says nothing any more.
pub type Fresh = BTreeMap<Asked, Option<Live>>;

/// The blocks after a refresh, in the draft's order; a paragraph somebody wrote stays even where the draft has none.
pub fn refreshed(old: Vec<Block>, draft: Vec<Block>, fresh: &Fresh) -> Vec<Block> {
    let drafted: BTreeSet<String> = draft.iter().map(|block| block.key.clone()).collect();
    let mut before: BTreeMap<String, Block> = BTreeMap::new();
    // a written paragraph that the draft has no place for follows the block that stood before it
    let mut following: BTreeMap<Option<String>, Vec<Block>> = BTreeMap::new();
    let mut last = None;
    for block in old {
        if drafted.contains(&block.key) {
            last = Some(block.key.clone());
            before.insert(block.key.clone(), block);
        } else if block.edited.is_some() {
            following.entry(last.clone()).or_default().push(rewritten(block, fresh));
        }
    }
    let mut out = following.remove(&None).unwrap_or_default();
    for block in draft {
        let key = block.key.clone();
        out.push(match before.remove(&key) {
            Some(written) if written.edited.is_some() => rewritten(written, fresh),
            Some(earlier) => marked(block, &earlier),
            None => block,
        });
        out.extend(following.remove(&Some(key)).unwrap_or_default());
    }
    out
}

/// New words with new figures; those that moved say what they were.
fn marked(mut block: Block, earlier: &Block) -> Block {
    let were: BTreeMap<&Asked, &Live> = earlier.content.figures().map(|live| (&live.asked, live)).collect();
    for live in figures(&mut block.content) {
        live.was = were.get(&live.asked).filter(|was| was.text != live.text).map(|was| was.text.clone());
    }
    block
}

/// The writer's words with new figures where they still fit: a change that turned round, or a figure that says nothing
/// any more, keeps its digits and is marked with what holds now.
fn rewritten(mut block: Block, fresh: &Fresh) -> Block {
    for live in figures(&mut block.content) {
        let Some(found) = fresh.get(&live.asked) else { continue };
        (live.was, live.now) = (None, None);
        match found {
            // nought is said only where it was
            Some(new) if new.is_nought() && !live.is_nought() => live.now = Some(String::new()),
            Some(new) if new.value.starts_with('-') == live.value.starts_with('-') => {
                let was = (new.text != live.text).then(|| live.text.clone());
                *live = Live { was, ..new.clone() };
            }
            Some(new) => live.now = Some(new.value.clone()),
            None => live.now = Some(String::new()),
        }
    }
    block
}

fn figures(content: &mut Content) -> impl Iterator<Item = &mut Live> {
    let runs = if let Content::Paragraph { runs } = content { runs.as_mut_slice() } else { &mut [] };
    runs.iter_mut().filter_map(|run| if let Run::Figure(live) = run { Some(live.as_mut()) } else { None })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use kernel::{id::Uuid, moment::Moment};

    fn live(metric: &str, value: &str) -> Live {
        let asked = Asked { metric: metric.into(), ..Asked::default() };
        let text = value.trim_start_matches('-').to_owned();
        Live {
            asked,
            value: value.into(),
            qualifier: "exact".into(),
            as_of: None,
            text,
            was: None,
            now: None,
        }
    }

    fn block(key: &str, words: &str, figure: Live, edited: bool) -> Block {
        let runs = vec![Run::Text(words.into()), Run::Figure(Box::new(figure))];
        let edited = edited.then(|| (Uuid::nil(), Moment::from_millis(0)));
        Block { key: key.into(), content: Content::Paragraph { runs }, edited }
    }

    fn fresh(lives: &[Live]) -> Fresh {
        lives.iter().map(|live| (live.asked.clone(), Some(live.clone()))).collect()
    }

    #[test]
    fn a_template_s_paragraph_is_renewed_and_marked() {
        let old = vec![block("a", "旧", live("m", "3"), false)];
        let new = vec![block("a", "新", live("m", "4"), false)];
        let found = refreshed(old, new, &Fresh::new());
        let figure = found[0].content.figures().next().unwrap().clone();
        assert_eq!((figure.text.as_str(), figure.was.as_deref()), ("4", Some("3")));
    }

    #[test]
    fn a_written_paragraph_keeps_its_words_and_gets_the_new_figure() {
        let old =
            vec![block("a", "我写的", live("m", "3"), true), block("gone", "也是", live("n", "1"), true)];
        let new = vec![block("a", "新", live("m", "4"), false), block("b", "新", live("m", "4"), false)];
        let found = refreshed(old, new, &fresh(&[live("m", "4")]));
        let keys: Vec<&str> = found.iter().map(|block| block.key.as_str()).collect();
        assert_eq!(keys, ["a", "gone", "b"]);
        let Content::Paragraph { runs } = &found[0].content else { panic!() };
        assert_eq!(runs[0], Run::Text("我写的".into()));
        let figure = found[0].content.figures().next().unwrap();
        assert_eq!((figure.text.as_str(), figure.was.as_deref()), ("4", Some("3")));
    }

    #[test]
    fn words_that_no_longer_fit_keep_their_digits() {
        let old = vec![block("a", "提高", live("m", "3"), true), block("b", "有", live("n", "2"), true)];
        let mut now = fresh(&[live("m", "-5")]);
        now.insert(live("n", "2").asked, None);
        let found = refreshed(old, Vec::new(), &now);
        let told: Vec<_> = found
            .iter()
            .flat_map(|b| b.content.figures())
            .map(|f| (f.text.as_str(), f.now.as_deref()))
            .collect();
        assert_eq!(told, [("3", Some("-5")), ("2", Some(""))]);
    }
}
