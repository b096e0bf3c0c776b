//! The types of operators and functions.

use super::{Checker, Typed};
use crate::{
    day,
    expression::{Misplaced, Op, Tree, Type, Value, Wrong},
};
use cel::{
    IdedExpr,
    common::ast::{CallExpr, Expr, LiteralValue, operators},
};

impl Checker<'_> {
    pub(super) fn call(&self, at: &IdedExpr, call: &CallExpr, depth: u16) -> Typed {
        let name = call.func_name.as_str();
        if name == "date" && call.target.is_none() {
            return self.date(at, call);
        }
        let works_on = call.target.as_deref().into_iter().chain(&call.args);
        let typed = works_on.map(|part| self.typed(part, depth)).collect::<Result<Vec<_>, _>>()?;
        let (trees, types): (Vec<Tree>, Vec<Type>) = typed.into_iter().unzip();
        match (name, types.as_slice()) {
            (operators::EQUALS, [left, right]) => self.equal(at, call, trees, (left, right)),
            (operators::NOT_EQUALS, [left, right]) => {
                let (equal, type_) = self.equal(at, call, trees, (left, right))?;
                Ok((not(equal), type_))
            }
            (operators::IN, [left, right]) => self.within(at, call, trees, (left, right)),
            (operators::CONDITIONAL, [Type::Bool, then, other]) => match then.join(other) {
                Some(type_) if type_ != Type::Null => Ok((Tree::Call(Op::If, trees), type_)),
                _ => self.mismatch(at, "? :", then, other),
            },
            (operators::CONDITIONAL, [test, ..]) => {
                self.fail(at, Wrong::Gives { wanted: "bool before ?".into(), found: test.clone() })
            }
            (
                operators::ADD
                | operators::SUBSTRACT
                | operators::MULTIPLY
                | operators::DIVIDE
                | operators::MODULO,
                [left, right],
            ) => self.sum(at, name, trees, (left, right)),
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                [left, right],
            ) => self.order(at, name, trees, (left, right)),
            _ => self.function(at, call, trees, &types),
        }
    }

    /// Everything whose type follows from its parts' types alone.
    fn function(&self, at: &IdedExpr, call: &CallExpr, mut trees: Vec<Tree>, types: &[Type]) -> Typed {
        use Type::{Bool, Date, Double, Int, List, Text};
        let member = call.target.is_some();
        let name = call.func_name.as_str();
        let (op, type_) = match (name, types, member) {
            (operators::LOGICAL_AND, [Bool, Bool], _) => (Op::And, Bool),
            (operators::LOGICAL_OR, [Bool, Bool], _) => (Op::Or, Bool),
            (operators::LOGICAL_NOT, [Bool], _) => (Op::Not, Bool),
            (operators::NEGATE, [number @ (Int | Double)], _) => {
                trees.insert(0, Tree::Literal(Value::Number(0.0)));
                (Op::Subtract, number.clone())
            }
            ("double", [Int | Double], false) => return Ok((trees.remove(0), Double)),
            ("int", [Int | Double], false) => (Op::Whole, Int),
            ("today", [], false) => (Op::Today, Date),
            ("answered", [type_], false) if *type_ != Type::Null => (Op::Answered, Bool),
            ("size", [Text | List(_)], _) => (Op::Size, Int),
            ("contains", [Text, Text], true) => (Op::Contains, Bool),
            ("startsWith", [Text, Text], true) => (Op::Starts, Bool),
            ("endsWith", [Text, Text], true) => (Op::Ends, Bool),
            ("days_between", [Date, Date], false) => (Op::DaysBetween, Int),
            ("add_days", [Date, Int], false) => (Op::AddDays, Date),
            ("add_months", [Date, Int], false) => (Op::AddMonths, Date),
            _ => return self.fail(at, refusal(name, types)),
        };
        Ok((Tree::Call(op, trees), type_))
    }

    fn date(&self, at: &IdedExpr, call: &CallExpr) -> Typed {
        let [IdedExpr { expr: Expr::Literal(LiteralValue::String(text)), .. }] = call.args.as_slice() else {
            return self.fail(at, Wrong::Arguments { name: "date", wants: "one day in quotes" });
        };
        match day::parse(text.inner()) {
            Some(_) => Ok((Tree::text(text.inner()), Type::Date)),
            None => self.fail(at, Wrong::NoDay(text.inner().to_owned())),
        }
    }

    fn equal(&self, at: &IdedExpr, call: &CallExpr, mut trees: Vec<Tree>, types: (&Type, &Type)) -> Typed {
        match types {
            (Type::Null, Type::Null) => self.mismatch(at, "==", types.0, types.1),
            (Type::Null, _) | (_, Type::Null) => {
                trees.retain(|tree| *tree != Tree::Literal(Value::Null));
                Ok((not(Tree::Call(Op::Answered, trees)), Type::Bool))
            }
            (Type::List(_) | Type::Position, _) | (_, Type::List(_) | Type::Position) => {
                self.mismatch(at, "==", types.0, types.1)
            }
            (left, right) if left.join(right).is_some() => {
                self.codes_known(call, &trees)?;
                Ok((Tree::Call(Op::Equal, trees), Type::Bool))
            }
            (left, right) => self.mismatch(at, "==", left, right),
        }
    }

    fn within(&self, at: &IdedExpr, call: &CallExpr, trees: Vec<Tree>, types: (&Type, &Type)) -> Typed {
        match types {
            (left, Type::List(of)) if *left != Type::Null && left.join(of).is_some() => {
                self.codes_known(call, &trees)?;
                Ok((Tree::Call(Op::In, trees), Type::Bool))
            }
            (left, right) => self.mismatch(at, "in", left, right),
        }
    }

    /// Refuses a text that an item beside it can never be.
    fn codes_known(&self, call: &CallExpr, trees: &[Tree]) -> Result<(), Misplaced> {
        let item = trees.iter().find_map(|tree| match tree {
            Tree::Item(key) => {
                self.names.known.get(key).filter(|known| !known.codes.is_empty()).map(|known| (key, known))
            }
            _ => None,
        });
        let Some((item, known)) = item else { return Ok(()) };
        let parts = call.args.iter().flat_map(|part| match &part.expr {
            Expr::List(list) => list.elements.as_slice(),
            _ => std::slice::from_ref(part),
        });
        for part in parts {
            if let Expr::Literal(LiteralValue::String(code)) = &part.expr
                && !known.codes.iter().any(|known| known == code.inner())
            {
                return self
                    .fail(part, Wrong::UnknownCode { item: item.clone(), code: code.inner().to_owned() });
            }
        }
        Ok(())
    }

    fn order(&self, at: &IdedExpr, name: &str, mut trees: Vec<Tree>, (left, right): (&Type, &Type)) -> Typed {
        let ordered =
            (left.is_number() && right.is_number()) || (*left == Type::Date && *right == Type::Date);
        if !ordered {
            return self.mismatch(at, &plain(name), left, right);
        }
        if matches!(name, operators::GREATER | operators::GREATER_EQUALS) {
            trees.reverse();
        }
        let strict = matches!(name, operators::LESS | operators::GREATER);
        Ok((Tree::Call(if strict { Op::Less } else { Op::AtMost }, trees), Type::Bool))
    }

    fn sum(&self, at: &IdedExpr, name: &str, trees: Vec<Tree>, (left, right): (&Type, &Type)) -> Typed {
        let op = match name {
            operators::ADD => Op::Add,
            operators::SUBSTRACT => Op::Subtract,
            operators::MULTIPLY => Op::Multiply,
            operators::DIVIDE => Op::Divide,
            _ => Op::Remainder,
        };
        match (op, left, right) {
            (Op::Add, Type::Text, Type::Text) => Ok((Tree::Call(op, trees), Type::Text)),
            (Op::Remainder, Type::Int, Type::Int) => Ok((Tree::Call(op, trees), Type::Int)),
            (Op::Remainder, _, _) => self.mismatch(at, "%", left, right),
            (_, Type::Int, Type::Int) => Ok((Tree::Call(Op::Whole, vec![Tree::Call(op, trees)]), Type::Int)),
            (_, left, right) if left.is_number() && right.is_number() => {
                Ok((Tree::Call(op, trees), Type::Double))
            }
            _ => self.mismatch(at, &plain(name), left, right),
        }
    }

    fn mismatch(&self, at: &IdedExpr, operator: &str, left: &Type, right: &Type) -> Typed {
        self.fail(
            at,
            Wrong::Mismatch { operator: operator.to_owned(), left: left.clone(), right: right.clone() },
        )
    }
}

/// The contrary; that of a contrary is the thing itself.
fn not(tree: Tree) -> Tree {
    match tree {
        Tree::Call(Op::Not, mut of) if of.len() == 1 => of.remove(0),
        tree => Tree::Call(Op::Not, vec![tree]),
    }
}

/// Why a call has no type: known by name but given the wrong things, or not known here.
fn refusal(name: &str, types: &[Type]) -> Wrong {
    let wants = match name {
        operators::LOGICAL_AND | operators::LOGICAL_OR => {
            let [left, right] = types else { return Wrong::NotAvailable(plain(name)) };
            return Wrong::Mismatch { operator: plain(name), left: left.clone(), right: right.clone() };
        }
        operators::LOGICAL_NOT => ("!", "a bool"),
        operators::NEGATE => ("-", "a number"),
        "double" => ("double", "a number"),
        "int" => ("int", "a number"),
        "today" => ("today", "nothing"),
        "answered" => ("answered", "one item"),
        "size" => ("size", "a string or a list"),
        "contains" => ("contains", "a string, after a string and a point; for lists say `x in list`"),
        "startsWith" => ("startsWith", "a string, after a string and a point"),
        "endsWith" => ("endsWith", "a string, after a string and a point"),
        "days_between" => ("days_between", "two dates"),
        "add_days" => ("add_days", "a date and an int"),
        "add_months" => ("add_months", "a date and an int"),
        _ => return Wrong::NotAvailable(plain(name)),
    };
    Wrong::Arguments { name: wants.0, wants: wants.1 }
}

/// An operator as it is typed: `_&&_` is `&&`.
fn plain(name: &str) -> String {
    name.trim_matches(['_', '@']).to_owned()
}
