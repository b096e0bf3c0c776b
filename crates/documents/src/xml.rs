//! Text made safe for XML and HTML: the five characters escaped, and what XML 1.0 cannot hold left out.

/// Escapes `& < > " '` and drops control characters, so that no user's text can break a part or open a tag.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The character behind `&amp;`, `&#20013;` and the like; an unknown entity gives nothing.
pub(crate) fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_xml_entity(entity).unwrap_or_default().to_owned()
}

/// An address a reader may follow: the web's schemes or a path of ours, never a script.
pub(crate) fn safe_link(link: &str) -> Option<&str> {
    let web = link.starts_with("https://") || link.starts_with("http://");
    let ours = link.starts_with('/') && !link.starts_with("//");
    (web || ours).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_drops() {
        assert_eq!(escape("a<b & \"c\"\u{0}\u{b}'\u{ffff}文\n"), "a&lt;b &amp; &quot;c&quot;&#39;文\n");
    }

    #[test]
    fn only_web_links_and_own_paths_open() {
        assert_eq!(safe_link("/f/1"), Some("/f/1"));
        assert_eq!(safe_link("https://x.example/f"), Some("https://x.example/f"));
        for bad in ["javascript:alert(1)", "//evil.example", "data:text/html,x", " https://x"] {
            assert_eq!(safe_link(bad), None, "{bad}");
        }
    }
}
