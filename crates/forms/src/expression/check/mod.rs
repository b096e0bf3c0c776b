//! From CEL text to a checked tree: parses, gives every part its type, and refuses what has none.

mod call;

use super::{LARGEST, Misplaced, Names, Op, Tree, Type, Value, Wrong};
use cel::{
    IdedExpr,
    common::ast::{Expr, ListExpr, LiteralValue, SourceInfo},
    parser::{ParseErrors, Parser},
};

/// Longest text of an expression, in characters.
pub const MAX_TEXT: usize = 1000;
/// Deepest nesting; the browser's and JSON's own limits lie above.
const MAX_DEPTH: u16 = 40;
/// What the parser may need for it: not optimised, it takes 100 KiB a level.
const PARSER_STACK: usize = 8 << 20;

/// The tree of an expression that gives one of the `wanted` types, and which.
///
/// # Errors
/// The first thing that is wrong, with its column.
pub fn compile(text: &str, names: &Names, wanted: &[Type]) -> Result<(Tree, Type), Misplaced> {
    let length = text.chars().count();
    if length > MAX_TEXT {
        return Err(Misplaced { column: MAX_TEXT + 1, wrong: Wrong::TooLong(length) });
    }
    let parser = Parser::new().max_recursion_depth(MAX_DEPTH);
    // on a stack of its own: whoever asks may have little left, and a stack that runs over ends the program
    let (parsed, source) = stacker::grow(PARSER_STACK, || parser.parse_with_source_info(text))
        .map_err(|errors| unreadable(text, &errors))?;
    let checker = Checker { text, names, source: &source };
    let (tree, type_) = checker.typed(&parsed, 0)?;
    if wanted.contains(&type_) {
        return Ok((tree, type_));
    }
    let wanted = wanted.iter().map(Type::to_string).collect::<Vec<_>>().join(" or ");
    checker.fail(&parsed, Wrong::Gives { wanted, found: type_ })
}

fn unreadable(text: &str, errors: &ParseErrors) -> Misplaced {
    let Some(first) = errors.errors.first() else {
        return Misplaced { column: 1, wrong: Wrong::Syntax(String::new()) };
    };
    let (line, column) =
        (usize::try_from(first.pos.0).unwrap_or(1), usize::try_from(first.pos.1).unwrap_or(1));
    let above: usize =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(|line| line.chars().count()).sum();
    Misplaced { column: above + column.max(1), wrong: Wrong::Syntax(first.msg.clone()) }
}

type Typed = Result<(Tree, Type), Misplaced>;

struct Checker<'a> {
    text: &'a str,
    names: &'a Names,
    source: &'a SourceInfo,
}

impl Checker<'_> {
    fn typed(&self, at: &IdedExpr, depth: u16) -> Typed {
        if depth > MAX_DEPTH {
            return self.fail(at, Wrong::TooDeep);
        }
        match &at.expr {
            Expr::Literal(literal) => self.literal(at, literal),
            Expr::Ident(name) => self.item(at, name),
            Expr::List(list) => self.list(at, list, depth),
            Expr::Call(call) => self.call(at, call, depth + 1),
            Expr::Select(select) => self.fail(at, Wrong::NotAvailable(format!(".{}", select.field))),
            Expr::Map(_) | Expr::Struct(_) => self.fail(at, Wrong::NotAvailable("{…}".into())),
            Expr::Comprehension(_) => self.fail(at, Wrong::NotAvailable("all, exists, map, filter".into())),
            Expr::Unspecified => self.fail(at, Wrong::Syntax(String::new())),
        }
    }

    fn literal(&self, at: &IdedExpr, literal: &LiteralValue) -> Typed {
        let (value, type_) = match literal {
            LiteralValue::Null => (Value::Null, Type::Null),
            LiteralValue::Boolean(value) => (Value::Bool(*value.inner()), Type::Bool),
            LiteralValue::Double(value) => (Value::Number(*value.inner() + 0.0), Type::Double),
            LiteralValue::String(value) => (Value::Text(value.inner().to_owned()), Type::Text),
            LiteralValue::Int(value) => {
                #[allow(clippy::cast_precision_loss)] // refused just below where it would
                let number = *value.inner() as f64;
                if number.abs() > LARGEST {
                    return self.fail(at, Wrong::TooLarge(*value.inner()));
                }
                (Value::Number(number), Type::Int)
            }
            LiteralValue::UInt(value) => {
                return self.fail(at, Wrong::NotAvailable(format!("{}u", value.inner())));
            }
            LiteralValue::Bytes(_) => return self.fail(at, Wrong::NotAvailable("b'…'".into())),
        };
        Ok((Tree::Literal(value), type_))
    }

    fn item(&self, at: &IdedExpr, name: &str) -> Typed {
        match self.names.known.get(name) {
            Some(known) => Ok((Tree::Item(name.to_owned()), known.type_.clone())),
            None if self.names.barred.contains(name) => self.fail(at, Wrong::BarredItem(name.to_owned())),
            None => self.fail(at, Wrong::UnknownItem(name.to_owned())),
        }
    }

    fn list(&self, at: &IdedExpr, list: &ListExpr, depth: u16) -> Typed {
        let (mut trees, mut of) = (Vec::new(), Type::Null);
        for element in &list.elements {
            let (tree, type_) = self.typed(element, depth + 1)?;
            let joined = if matches!(type_, Type::Null | Type::List(_) | Type::Position) {
                None
            } else {
                of.join(&type_)
            };
            let Some(joined) = joined else {
                return self
                    .fail(element, Wrong::Mismatch { operator: "[…]".into(), left: of, right: type_ });
            };
            trees.push(tree);
            of = joined;
        }
        if list.optional_indices.is_empty() {
            Ok((Tree::Call(Op::List, trees), Type::List(Box::new(of))))
        } else {
            self.fail(at, Wrong::NotAvailable("[?…]".into()))
        }
    }

    fn fail<T>(&self, at: &IdedExpr, wrong: Wrong) -> Result<T, Misplaced> {
        let byte = self.source.offset_for(at.id).map_or(0, |(start, _)| start as usize);
        let before = self.text.char_indices().take_while(|(index, _)| *index < byte).count();
        Err(Misplaced { column: before + 1, wrong })
    }
}
