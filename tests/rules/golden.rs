//! The contract, as it can be built against: every change of it shows as a changed snapshot.
//!
//! While it is 0.x, a change is a decision that the snapshot makes visible; from 1.0 on it may
//! only grow.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{files, named};

/// A line of tokens.
fn line(tokens: &[TokenTree]) -> String {
    let stream: TokenStream = tokens.iter().cloned().collect();
    let text = stream.to_string().replace('\n', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn braces(token: &TokenTree) -> Option<Vec<TokenTree>> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            Some(group.stream().into_iter().collect())
        }
        _ => None,
    }
}

/// The items of a stream: tokens up to a semicolon or the braces that end them.
fn items(tokens: Vec<TokenTree>) -> Vec<Vec<TokenTree>> {
    let mut items = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let ends = is_mark(&token, ';') || braces(&token).is_some();
        let in_value = item.iter().any(|token| is_mark(token, '='));
        item.push(token.clone());
        if ends && (is_mark(&token, ';') || !in_value) {
            items.push(std::mem::take(&mut item));
        }
    }
    items
}

/// An item without its attributes, of which doc comments are.
fn without_attributes(item: &[TokenTree]) -> (Vec<TokenTree>, bool) {
    let mut rest = Vec::new();
    let mut test = false;
    let mut at = 0;
    while let Some(token) = item.get(at) {
        let group = item.get(at + 1);
        if is_mark(token, '#')
            && let Some(TokenTree::Group(group)) = group
            && group.delimiter() == Delimiter::Bracket
        {
            test |= group.stream().to_string().starts_with("cfg (test)")
                || group.stream().to_string().starts_with("cfg(test)");
            at += 2;
            continue;
        }
        rest.push(token.clone());
        at += 1;
    }
    (rest, test)
}

/// Fields, variants and methods inside braces, each on a line; bodies of functions are left out.
fn inside(tokens: Vec<TokenTree>, of_trait: bool, into: &mut Vec<String>, of: &str) {
    if of_trait {
        for item in items(tokens) {
            let (item, _) = without_attributes(&item);
            let head: Vec<_> = item
                .into_iter()
                .take_while(|t| braces(t).is_none())
                .collect();
            into.push(format!("{of} {{ {} }}", line(&head)));
        }
        return;
    }
    let (plain, _) = without_attributes(&tokens);
    into.push(format!("{of} {{ {} }}", line(&plain)));
}

fn public(tokens: Vec<TokenTree>, into: &mut Vec<String>) {
    for item in items(tokens) {
        let (item, test) = without_attributes(&item);
        if test {
            continue;
        }
        let body = item.last().and_then(braces);
        let head: Vec<_> = item
            .iter()
            .take_while(|t| braces(t).is_none())
            .cloned()
            .collect();
        let is = |word: &str| head.iter().any(|token| is_word(token, word));
        let first = |word: &str| head.first().is_some_and(|token| is_word(token, word));
        if first("impl") && !is("for") {
            let of = line(&head);
            let mut own = Vec::new();
            public(body.unwrap_or_default(), &mut own);
            into.extend(own.into_iter().map(|line| format!("{of}: {line}")));
        } else if first("impl") {
            into.push(line(&head));
        } else if first("pub") && !matches!(head.get(1), Some(TokenTree::Group(_))) {
            let text = line(&head);
            match body {
                Some(body) if is("trait") => inside(body, true, into, &text),
                Some(body) if is("struct") || is("enum") => {
                    let (plain, _) = without_attributes(&body);
                    let shown = is("enum") || plain.iter().any(|token| is_word(token, "pub"));
                    if shown {
                        inside(body, false, into, &text);
                    } else {
                        into.push(text);
                    }
                }
                _ => into.push(text),
            }
        }
    }
}

#[test]
fn the_contract_changes_only_on_purpose() {
    let mut all = String::new();
    for path in files("plugins/sdk/src", ".rs") {
        let code = std::fs::read_to_string(&path).unwrap();
        let tokens: TokenStream = code.parse().unwrap();
        let mut lines = Vec::new();
        public(tokens.into_iter().collect(), &mut lines);
        all.push_str(&format!("## {}\n", named(&path)));
        for line in lines {
            all.push_str(&line);
            all.push('\n');
        }
    }
    assert!(all.lines().count() > 300, "the contract was not read");
    insta::assert_snapshot!("contract", all);
}
