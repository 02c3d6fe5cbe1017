//! The texts of a bundle: Fluent files, the same in all languages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource},
    parser,
};
use kartoteka_plugin::Locale;

/// So many signs that open something a file may have: each may put one expression into another, and the
/// parser goes down as deep (see [`super::apart`]). A text of a page has one or two.
const OPENINGS: usize = 10_000;
/// So deep an expression may lie in others; whoever reads the file later has a small stack.
const DEEPEST: usize = 16;

/// A file of texts: language, name, and content.
pub(super) type File = (Locale, String, String);

/// Why they cannot all be shown, in every language; nothing where they can.
pub(super) fn judge(files: &[File]) -> Vec<String> {
    let deep = files.iter().filter(|(.., text)| openings(text) > OPENINGS);
    let deep: Vec<String> = deep
        .map(|file| format!("{} opens more than {OPENINGS} signs", shown(file)))
        .collect();
    match deep.is_empty() {
        true => compare(files),
        false => deep,
    }
}

fn openings(text: &str) -> usize {
    text.bytes().filter(|b| matches!(b, b'{' | b'(')).count()
}

fn shown((locale, name, _): &File) -> String {
    format!("locale/{locale}/{name}")
}

fn compare(files: &[File]) -> Vec<String> {
    let mut all: BTreeMap<&str, BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for locale in Locale::ALL {
        all.insert(locale.code(), BTreeMap::new());
    }
    for file in files {
        let (locale, name, text) = file;
        match keys(text) {
            Err(why) => wrong.push(format!("{}: {why}", shown(file))),
            Ok(keys) => drop(all.entry(locale.code()).or_default().insert(name, keys)),
        }
    }
    // What could not be read has no keys to be compared.
    if !wrong.is_empty() {
        return wrong;
    }
    let english = all.get("en").cloned().unwrap_or_default();
    for (locale, own) in &all {
        let names =
            |files: &BTreeMap<&str, _>| files.keys().copied().collect::<Vec<_>>().join(", ");
        if !own.keys().eq(english.keys()) {
            let (own, english) = (names(own), names(&english));
            wrong.push(format!(
                "{locale} has the files {own:?}, and en {english:?}"
            ));
        }
        for (name, keys) in own {
            let Some(theirs) = english.get(name) else {
                continue;
            };
            for key in keys.symmetric_difference(theirs) {
                let (has, lacks) = match keys.contains(key) {
                    true => (*locale, "en"),
                    false => ("en", *locale),
                };
                wrong.push(format!("{name}: {has} has {key}, and {lacks} has not"));
            }
        }
    }
    wrong
}

/// The keys of a file, those of attributes behind a dot.
fn keys(text: &str) -> Result<BTreeSet<String>, String> {
    let resource = parser::parse(text).map_err(|(_, errors)| match errors.first() {
        Some(error) => {
            let before = text.get(..error.pos.start).unwrap_or(text);
            format!("line {}: {}", before.matches('\n').count() + 1, error.kind)
        }
        None => "it cannot be read".to_owned(),
    })?;
    let mut keys = BTreeSet::new();
    for (key, pattern) in patterns(&resource) {
        if !is_shallow(pattern, 0) {
            return Err(format!(
                "{key} puts more than {DEEPEST} expressions into another"
            ));
        }
        if !keys.insert(key.clone()) {
            return Err(format!("{key} stands twice"));
        }
    }
    Ok(keys)
}

fn patterns<'a>(resource: &'a Resource<&'a str>) -> Vec<(String, &'a Pattern<&'a str>)> {
    let mut all = Vec::new();
    for entry in &resource.body {
        let (id, value, attributes) = match entry {
            Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref(), &m.attributes),
            Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value), &t.attributes),
            _ => continue,
        };
        all.extend(value.map(|value| (id.clone(), value)));
        let attributes = attributes.iter();
        all.extend(attributes.map(|a| (format!("{id}.{}", a.id.name), &a.value)));
    }
    all
}

fn is_shallow(pattern: &Pattern<&str>, depth: usize) -> bool {
    depth <= DEEPEST
        && pattern.elements.iter().all(|element| match element {
            PatternElement::TextElement { .. } => true,
            PatternElement::Placeable { expression } => {
                is_shallow_expression(expression, depth + 1)
            }
        })
}

fn is_shallow_expression(expression: &Expression<&str>, depth: usize) -> bool {
    let inline = |inline: &InlineExpression<&str>| is_shallow_inline(inline, depth + 1);
    match expression {
        Expression::Inline(one) => inline(one),
        Expression::Select { selector, variants } => {
            inline(selector) && variants.iter().all(|v| is_shallow(&v.value, depth + 1))
        }
    }
}

fn is_shallow_inline(inline: &InlineExpression<&str>, depth: usize) -> bool {
    let arguments = match inline {
        InlineExpression::FunctionReference { arguments, .. } => Some(arguments),
        InlineExpression::TermReference { arguments, .. } => arguments.as_ref(),
        InlineExpression::Placeable { expression } => {
            return depth <= DEEPEST && is_shallow_expression(expression, depth + 1);
        }
        _ => None,
    };
    let arguments = arguments.into_iter().flat_map(|of| {
        let named = of.named.iter().map(|one| &one.value);
        of.positional.iter().chain(named)
    });
    depth <= DEEPEST
        && arguments
            .into_iter()
            .all(|one| is_shallow_inline(one, depth + 1))
}
