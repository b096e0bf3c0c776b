//! A standard as an XLSX workbook of two sheets, out and in: going out and in again changes nothing. The layout is the
//! catalogue's README's.

use super::{
    model::{Error, Indicator, Level, Method, Op, Softened, Standard, Threshold},
    rules,
};
use crate::platform::table::{self, CellFault, Faulty, lines_of, number, text};
use documents::sheet::{Column, Kind, Line, Plan, Row, Value, write_book};

/// Types of sites by code and name.
pub type SiteTypeNames = [(String, String)];

const HEAD: &str = "标准";
const TREE: &str = "指标";
/// key and the cell that names it
const KEYS: [(&str, &str); 6] = [
    ("code", "编码"),
    ("name", "名称"),
    ("name_en", "英文名称"),
    ("version", "版本"),
    ("level", "层级"),
    ("source", "来源"),
];
/// key, head, kind
const COLUMNS: [(&str, &str, Kind); 17] = [
    ("code", "编码", Kind::Text),
    ("parent", "上级编码", Kind::Text),
    ("name", "名称", Kind::Text),
    ("name_en", "英文名称", Kind::Text),
    ("clause", "条款", Kind::Text),
    ("text", "要求", Kind::Text),
    ("method", "方法", Kind::Text),
    ("weight", "分值", Kind::Decimal),
    ("measure", "量化内容", Kind::Text),
    ("op", "比较", Kind::Text),
    ("value", "数值", Kind::Decimal),
    ("unit", "单位", Kind::Text),
    ("base", "基数", Kind::Text),
    ("qualifier", "限定", Kind::Text),
    ("evidence", "所需材料", Kind::Text),
    ("site_types", "点位类型", Kind::Text),
    ("units", "责任单位类别", Kind::Text),
];
/// Where the threshold's columns begin and end.
const THRESHOLD: std::ops::Range<usize> = 8..14;
const LEVELS: [(Level, &str); 4] =
    [(Level::Village, "村"), (Level::Town, "镇"), (Level::District, "区县"), (Level::City, "市")];
const METHODS: [(Method, &str); 5] = [
    (Method::Material, "材料审核"),
    (Method::Site, "实地考察"),
    (Method::Survey, "问卷调查"),
    (Method::Figure, "数据核算"),
    (Method::Veto, "一票否决"),
];
const OPS: [(Op, &str); 4] =
    [(Op::Equal, "＝"), (Op::AtLeast, "≥"), (Op::AtMost, "≤"), (Op::Rises, "逐年增长")];
const SOFTENED: [(Softened, &str); 1] = [(Softened::About, "约")];

fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word)
}
fn meant<T: Copy>(words: &[(T, &str)], text: &str) -> Option<T> {
    words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
}
fn choices<T>(words: &[(T, &str)]) -> Vec<String> {
    words.iter().map(|(_, word)| (*word).to_owned()).collect()
}

fn head_plan() -> Plan {
    let column = |name: &str| Column { name: name.into(), required: true, ..Column::default() };
    Plan { sheet: HEAD.into(), columns: vec![column("键"), column("值")], error_column: None }
}

fn tree_plan() -> Plan {
    let columns = COLUMNS.iter().map(|(key, name, kind)| Column {
        name: (*name).into(),
        kind: *kind,
        required: *key == "code",
        choices: match *key {
            "op" => choices(&OPS),
            "qualifier" => choices(&SOFTENED),
            _ => vec![],
        },
        ..Column::default()
    });
    Plan { sheet: TREE.into(), columns: columns.collect(), error_column: None }
}

fn filled(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text.into()) }
}

/// The bytes of the workbook.
pub fn write_table(standard: &Standard, types: &SiteTypeNames) -> Result<Vec<u8>, Error> {
    let head = KEYS.iter().map(|(key, name)| {
        let value = match *key {
            "code" => &standard.code,
            "name" => &standard.name,
            "name_en" => &standard.name_en,
            "version" => &standard.version,
            "level" => word(&LEVELS, &standard.level),
            _ => &standard.source,
        };
        Line { values: vec![filled(name), filled(value)], error: None }
    });
    let tree = standard.indicators.iter().flat_map(|indicator| indicator_lines(indicator, types));
    let sheets = [(head_plan(), head.collect::<Vec<_>>()), (tree_plan(), tree.collect())];
    Ok(write_book(sheets.iter().map(|(plan, lines)| (plan, lines.clone()))).map_err(table::Error::from)?)
}

/// One line, and one more for each threshold after the first.
fn indicator_lines(indicator: &Indicator, types: &SiteTypeNames) -> Vec<Line> {
    let names = indicator.site_types.iter().map(|code| {
        types.iter().find(|(known, _)| known == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    });
    let methods: Vec<&str> = indicator.method.iter().map(|method| word(&METHODS, method)).collect();
    let mut first = vec![
        filled(&indicator.code),
        filled(indicator.parent.as_deref().unwrap_or_default()),
        filled(&indicator.name),
        filled(&indicator.name_en),
        filled(&indicator.clause),
        filled(&indicator.text),
        filled(&methods.join("\n")),
        indicator.weight.map_or(Value::Empty, Value::Decimal),
    ];
    first.extend(threshold_cells(indicator.thresholds.first()));
    first.push(filled(&indicator.evidence.join("\n")));
    first.push(filled(&names.collect::<Vec<_>>().join("\n")));
    first.push(filled(&indicator.units.join("\n")));
    let mut lines = vec![Line { values: first, error: None }];
    for threshold in indicator.thresholds.iter().skip(1) {
        let mut values = vec![Value::Empty; COLUMNS.len()];
        values[0] = filled(&indicator.code);
        values.splice(THRESHOLD, threshold_cells(Some(threshold)));
        lines.push(Line { values, error: None });
    }
    lines
}

fn threshold_cells(threshold: Option<&Threshold>) -> Vec<Value> {
    threshold.map_or_else(
        || vec![Value::Empty; THRESHOLD.len()],
        |t| {
            vec![
                filled(&t.measure),
                filled(word(&OPS, &t.op)),
                t.value.map_or(Value::Empty, Value::Decimal),
                filled(&t.unit),
                filled(&t.base),
                filled(t.qualifier.as_ref().map_or("", |qualifier| word(&SOFTENED, qualifier))),
            ]
        },
    )
}

/// Reads a workbook. Every cell that breaks a rule is told.
pub fn read_table(bytes: &[u8], types: &SiteTypeNames) -> Result<Standard, Error> {
    let mut reading = Reading { types, faults: Vec::new(), head_rows: [1; KEYS.len()], rows: Vec::new() };
    let mut standard = reading.head(bytes)?;
    standard.indicators = reading.tree(bytes)?;
    for flaw in rules::flaws(&standard, |code| types.iter().any(|(known, _)| known == code)) {
        reading.place(&flaw);
    }
    reading.faults.sort_by_key(|fault| (fault.sheet != HEAD, fault.row));
    reading.faults.dedup_by(|a, b| (&a.sheet, a.row, &a.column) == (&b.sheet, b.row, &b.column));
    Ok(Faulty::unless(reading.faults, standard)?)
}

struct Reading<'a> {
    types: &'a SiteTypeNames,
    faults: Vec<CellFault>,
    /// where each key of the head stands
    head_rows: [u32; KEYS.len()],
    /// rows of each indicator: its first, then one a further threshold
    rows: Vec<Vec<u32>>,
}

impl Reading<'_> {
    fn head(&mut self, bytes: &[u8]) -> Result<Standard, Error> {
        let (rows, faults) = table::rows(bytes, &head_plan())?;
        self.faults.extend(faults);
        let mut values = KEYS.map(|_| String::new());
        for row in &rows {
            let name = text(row.values.first());
            match KEYS.iter().position(|(key, word)| *key == name || *word == name) {
                Some(at) => {
                    values[at] = text(row.values.get(1));
                    self.head_rows[at] = row.number;
                }
                None => self.fault(HEAD, row.number, "键", "standard.unknown_key", &name),
            }
        }
        let [code, name, name_en, version, level, source] = values;
        let level = meant(&LEVELS, &level).unwrap_or_else(|| {
            self.fault(HEAD, self.head_rows[4], "值", "cell.choice", &level);
            Level::Village
        });
        Ok(Standard { code, version, name, name_en, level, source, indicators: vec![] })
    }

    fn tree(&mut self, bytes: &[u8]) -> Result<Vec<Indicator>, Error> {
        let (rows, faults) = table::rows(bytes, &tree_plan())?;
        self.faults.extend(faults);
        let mut tree: Vec<Indicator> = Vec::new();
        for row in &rows {
            let further = text(row.values.get(2)).is_empty();
            let threshold = self.threshold(row);
            match tree.last_mut().filter(|last| further && last.code == text(row.values.first())) {
                Some(last) => {
                    last.thresholds.extend(threshold);
                    if let Some(rows) = self.rows.last_mut() {
                        rows.push(row.number);
                    }
                }
                None => {
                    let mut indicator = self.indicator(row);
                    indicator.thresholds.extend(threshold);
                    tree.push(indicator);
                    self.rows.push(vec![row.number]);
                }
            }
        }
        Ok(tree)
    }

    fn indicator(&mut self, row: &Row) -> Indicator {
        let cell = |at: usize| text(row.values.get(at));
        let mut method = Vec::new();
        for word in lines_of(row.values.get(6)) {
            match meant(&METHODS, &word) {
                Some(known) => method.push(known),
                None => self.fault(TREE, row.number, COLUMNS[6].1, "cell.choice", &word),
            }
        }
        // a name that is not known is left for the rules to tell
        let code_of = |name: String| {
            self.types
                .iter()
                .find(|(code, known)| *known == name || *code == name)
                .map_or(name, |t| t.0.clone())
        };
        Indicator {
            code: cell(0),
            parent: Some(cell(1)).filter(|parent| !parent.is_empty()),
            name: cell(2),
            name_en: cell(3),
            clause: cell(4),
            text: cell(5),
            method,
            weight: number(row.values.get(7)),
            thresholds: vec![],
            evidence: lines_of(row.values.get(14)),
            site_types: lines_of(row.values.get(15)).into_iter().map(code_of).collect(),
            units: lines_of(row.values.get(16)),
        }
    }

    /// None where none of its cells is filled.
    fn threshold(&mut self, row: &Row) -> Option<Threshold> {
        let cells = row.values.get(THRESHOLD)?;
        if cells.iter().all(|value| *value == Value::Empty) {
            return None;
        }
        let op = meant(&OPS, &text(cells.get(1)));
        if op.is_none() && !self.faults.iter().any(|f| f.row == row.number && f.column == COLUMNS[9].1) {
            self.fault(TREE, row.number, COLUMNS[9].1, "cell.required", "");
        }
        Some(Threshold {
            measure: text(cells.first()),
            op: op.unwrap_or(Op::Rises),
            value: number(cells.get(2)).filter(|_| op.is_some()),
            unit: text(cells.get(3)),
            base: text(cells.get(4)),
            qualifier: meant(&SOFTENED, &text(cells.get(5))),
        })
    }

    /// Puts a rule's flaw into the cell that it comes from.
    fn place(&mut self, flaw: &rules::Flaw) {
        let name =
            |keys: &[(&str, &'static str)]| keys.iter().find(|(key, _)| *key == flaw.key).map(|(_, n)| *n);
        let columns = COLUMNS.map(|(key, name, _)| (key, name));
        match flaw.indicator {
            None => {
                let at = KEYS.iter().position(|(key, _)| *key == flaw.key).unwrap_or_default();
                let column = format!("值（{}）", KEYS[at].1);
                self.fault(HEAD, self.head_rows[at], &column, flaw.rule, &flaw.found);
            }
            Some(indicator) => {
                let rows = self.rows.get(indicator);
                let row =
                    rows.and_then(|rows| rows.get(flaw.threshold).or(rows.first())).copied().unwrap_or(1);
                self.fault(TREE, row, name(&columns).unwrap_or(flaw.key), flaw.rule, &flaw.found);
            }
        }
    }

    fn fault(&mut self, sheet: &str, row: u32, column: &str, rule: &str, found: &str) {
        let fault = CellFault {
            sheet: sheet.into(),
            row,
            column: column.into(),
            rule: rule.into(),
            found: found.chars().take(80).collect(),
        };
        self.faults.push(fault);
    }
}
