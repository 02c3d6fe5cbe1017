//! What a statement computes.

use sqlparser::ast::{
    BinaryOperator, CastKind, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    InTarget, Value,
};

use super::{Flow, GO_ON, only, refuse, single};
use crate::storage::fence::words;

/// That one expression is of those that are known; what is in it is looked at by itself.
pub(super) fn check(expr: &Expr) -> Flow {
    match expr {
        Expr::Function(function) => call(function),
        Expr::Cast {
            kind,
            data_type,
            format,
            expr,
            ..
        } => {
            let kind = matches!(kind, CastKind::Cast | CastKind::DoubleColon);
            let name = data_type.to_string().to_ascii_lowercase();
            // `'now'` is the engine's clock.
            let is_clock = is_text(expr) && words::is_time(&name);
            let is_usual = kind && !is_clock && format.is_none() && words::is_type(&name);
            only(is_usual, "it casts to another type than columns have")
        }
        Expr::BinaryOp { op, .. } => {
            let is_usual = !matches!(
                op,
                BinaryOperator::PGCustomBinaryOperator(_) | BinaryOperator::Custom(_)
            );
            only(is_usual, "it has an unusual operator")
        }
        Expr::In { target, .. } => {
            let is_usual = matches!(target, InTarget::List(_) | InTarget::Subquery(_));
            only(is_usual, "it looks in what is neither a list nor a query")
        }
        Expr::Like { any, .. } | Expr::ILike { any, .. } => only(!any, "it likes any"),
        Expr::Collate { collation, .. } => {
            let is_usual = single(collation).is_some_and(|name| name == "nocase");
            only(is_usual, "it collates in an unusual way")
        }
        Expr::Identifier(ident) => {
            let is_usual = !words::is_of_the_engine(&ident.value.to_ascii_lowercase());
            only(is_usual, "it asks the engine for the time, or who it is")
        }
        Expr::CompoundIdentifier(_)
        | Expr::IsFalse(_)
        | Expr::IsNotFalse(_)
        | Expr::IsTrue(_)
        | Expr::IsNotTrue(_)
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsDistinctFrom(..)
        | Expr::IsNotDistinctFrom(..)
        | Expr::Between { .. }
        | Expr::UnaryOp { .. }
        | Expr::Extract { .. }
        | Expr::Ceil { .. }
        | Expr::Floor { .. }
        | Expr::Position { .. }
        | Expr::Substring { .. }
        | Expr::Trim { .. }
        | Expr::Nested(_)
        | Expr::Value(_)
        | Expr::Case { .. }
        | Expr::Exists { .. }
        | Expr::Subquery(_)
        | Expr::Tuple(_)
        | Expr::Wildcard(_)
        | Expr::QualifiedWildcard(..) => GO_ON,
        _ => refuse("it computes in an unusual way"),
    }
}

fn call(function: &Function) -> Flow {
    let is_usual = !function.uses_odbc_syntax
        && matches!(function.parameters, FunctionArguments::None)
        && matches!(function.args, FunctionArguments::List(_));
    let name = single(&function.name).filter(|name| is_usual && words::is_function(name));
    match name.as_deref() {
        Some("replace") => only(is_shrinking(function), "it replaces a text by a longer one"),
        Some(_) => GO_ON,
        None => refuse(format!("it calls {}", function.name)),
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_)))
}

/// Whether a call of `replace` makes nothing longer, whatever it is given.
fn is_shrinking(function: &Function) -> bool {
    let FunctionArguments::List(list) = &function.args else {
        return false;
    };
    let text = |at: usize| match list.args.get(at) {
        Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))) => match &value.value
        {
            Value::SingleQuotedString(text) => Some(text.len()),
            _ => None,
        },
        _ => None,
    };
    text(1).zip(text(2)).is_some_and(|(from, to)| to <= from)
}
