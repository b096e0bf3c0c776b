//! Names looked for in words: the longest that stands in them counts.

/// A thing and a name of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T> {
    pub name: String,
    pub thing: T,
}

/// What a name without its kind is called: 东关社区 is 东关.
const KINDS: [&str; 9] = ["社区居委会", "村委会", "居委会", "街道", "社区", "小区", "村", "镇", "乡"];
/// A shorter one stands in too many words.
const SHORTEST: usize = 2;

/// Things whose longest name stands in the words, whole names before those without their kind. Several: they share it.
pub fn longest<'a, T: PartialEq>(
    words: &str,
    names: impl Iterator<Item = &'a Named<T>> + Clone,
) -> Vec<&'a T> {
    let whole = best(words, names.clone().map(|named| (named.name.as_str(), &named.thing)));
    if !whole.is_empty() {
        return whole;
    }
    best(words, names.filter_map(|named| Some((bare(&named.name)?, &named.thing))))
}

fn bare(name: &str) -> Option<&str> {
    KINDS.iter().find_map(|kind| name.strip_suffix(kind))
}

fn best<'a, T: PartialEq>(words: &str, names: impl Iterator<Item = (&'a str, &'a T)>) -> Vec<&'a T> {
    let (mut found, mut length) = (Vec::new(), SHORTEST);
    for (name, thing) in names {
        let long = name.chars().count();
        if long < length || !words.contains(name) {
            continue;
        }
        if long > length {
            found.clear();
            length = long;
        }
        if !found.contains(&thing) {
            found.push(thing);
        }
    }
    found
}
