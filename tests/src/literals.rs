//! The texts that stand in Rust sources, and which of them are SQL.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Words that a statement begins with.
const VERBS: [&str; 5] = ["select", "insert", "update", "delete", "with"];

/// All string literals of a source, those within macros included; without its comments.
pub fn literals(source: &str) -> Vec<String> {
    let tokens: TokenStream = source.parse().expect("Rust");
    let mut found = Vec::new();
    gather(tokens, &mut found);
    found
}

fn gather(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if !is_doc(&group) => gather(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push(text.value());
                }
            }
            _ => {}
        }
    }
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
}
