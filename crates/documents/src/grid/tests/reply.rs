//! Answers in the sender's own columns, read back.

use super::*;

#[test]
fn an_answer_is_read_back_in_the_senders_columns() {
    let head = |name: &str, pictures| Head { name: name.into(), pictures };
    let text = |text: &str| Filled { text: text.into(), ..Filled::default() };
    let photos = |widths: &[u32]| Filled {
        pictures: widths.iter().map(|width| png(*width)).collect(),
        ..Filled::default()
    };
    let reply = Reply {
        above: vec!["督查问题整改反馈表".into(), "柳河镇创建办".into()],
        heads: vec![
            head("序号", false),
            head("问题", false),
            head("整改前", true),
            head("整改后", true),
            head("整改情况", false),
        ],
        rows: vec![
            vec![text("1"), text("=cmd|' /C calc'!A0"), photos(&[30, 31]), photos(&[32]), text("已清理")],
            vec![text("2"), text("积水"), photos(&[]), photos(&[33, 34, 35]), text("")],
        ],
        note: "入账链 12".into(),
    };
    let docx = crate::docx::write(&reply.document()).unwrap();
    for bytes in [reply.xlsx().unwrap(), docx] {
        let grid = read(&bytes).unwrap();
        assert_eq!(grid.above, ["督查问题整改反馈表", "柳河镇创建办"]);
        assert_eq!(grid.columns, ["序号", "问题", "整改前", "整改后", "整改情况"]);
        assert_eq!(column(&grid, "问题"), ["=cmd|' /C calc'!A0", "积水"]);
        assert_eq!(column(&grid, "整改情况"), ["已清理", ""]);
        let mut source = Source::open(&bytes, 64 << 20).unwrap();
        let mut seen = |row: usize, at: usize| widths(&mut source, &grid.rows[row].slots[at]);
        assert_eq!((seen(0, 2), seen(0, 3)), (vec![30, 31], vec![32]));
        assert_eq!((seen(1, 2), seen(1, 3)), (vec![], vec![33, 34, 35]));
    }
}
