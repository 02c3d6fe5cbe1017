//! The texts that stand in Rust sources, and which of them are SQL.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

/// Words that a statement begins with.
const VERBS: [&str; 5] = ["select", "insert", "update", "delete", "with"];

/// What stands in a joined text where something is put in that is no literal.
const HOLE: &str = "{}";

/// All string literals of a source, those within macros included; without its comments. The
/// parts of a `concat!` are one text, with `{}` for what is no literal in it.
pub fn literals(source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().expect("Rust");
    let mut found = Vec::new();
    gather(tokens, &mut found);
    found
}

fn gather(tokens: TokenStream, found: &mut Vec<String>) {
    let mut last: [Option<TokenTree>; 2] = [None, None];
    for token in tokens {
        match &token {
            TokenTree::Group(group) if is_concat(&last) => {
                let text = joined(group.stream(), found);
                found.push(text);
            }
            TokenTree::Group(group) if !is_doc(group) => gather(group.stream(), found),
            TokenTree::Literal(literal) => found.extend(text(literal)),
            _ => {}
        }
        last = [last[1].take(), Some(token)];
    }
}

fn text(literal: &Literal) -> Option<String> {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

/// Whether what stands before a group is `concat!`.
fn is_concat(before: &[Option<TokenTree>; 2]) -> bool {
    matches!(before, [Some(TokenTree::Ident(name)), Some(TokenTree::Punct(mark))]
        if name == "concat" && mark.as_char() == '!')
}

/// The arguments of a `concat!` as one text. What else stands in them goes to `found`.
fn joined(arguments: TokenStream, found: &mut Vec<String>) -> String {
    let arguments: Vec<TokenTree> = arguments.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
    let mut whole = String::new();
    for argument in arguments.split(is_comma) {
        match argument {
            [] => {}
            [TokenTree::Literal(literal)] => whole.push_str(&said(literal)),
            [name @ .., TokenTree::Group(group)] if is_concat_alone(name) => {
                whole.push_str(&joined(group.stream(), found));
            }
            other => {
                gather(other.iter().cloned().collect(), found);
                whole.push_str(HOLE);
            }
        }
    }
    whole
}

/// What a literal is within a joined text; a number is its digits.
fn said(literal: &Literal) -> String {
    text(literal).unwrap_or_else(|| literal.to_string())
}

fn is_concat_alone(name: &[TokenTree]) -> bool {
    matches!(name, [one, two] if is_concat(&[Some(one.clone()), Some(two.clone())]))
}

/// Comments that document something arrive as attributes.
fn is_doc(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket
        && matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

/// Whether a text begins as a statement does.
pub fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| VERBS.contains(&word)) && words.next().is_some()
}

/// A source without the tests at its end.
pub fn without_tests(source: &str) -> &str {
    source.split("\n#[cfg(test)]\n").next().unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_wherever_they_stand() {
        let source = r##"
            /// select a from b
            fn f<'a>() {
                // "delete from a"
                let text = concat!("select a
                    from b ", $tail);
                run(r#"with c as (d) select e from c"#, 'x', b"insert into f");
                say("update");
            }
        "##;
        let found = literals(source);
        let sql: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|text| is_sql(text))
            .collect();
        assert_eq!(sql.len(), 2, "{found:?}");
        assert!(sql[0].starts_with("select a") && sql[1].starts_with("with c"));
    }

    #[test]
    fn the_parts_of_a_statement_are_one_text() {
        let source = r#"
            const A: &str = concat!("select ", "id", concat!(" from ", "clients", $tail,), READY!("new"), 7,);
            const B: [&str; 2] = [concat!("a"), "b"];
        "#;
        let found = literals(source);
        assert_eq!(found, ["new", "select id from clients{}{}7", "a", "b"]);
    }
}
