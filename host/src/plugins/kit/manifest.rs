//! The contract's `Cargo.toml`, standing alone.

use toml::{Table, Value};

/// The workspace, which knows the version of each dependency.
const WORKSPACE: &str = include_str!("../../../../Cargo.toml");

/// What a package says, with what it takes from the workspace in its place, and without what is for the
/// house's own tests.
///
/// # Errors
/// Where something is named that the workspace does not have.
pub(super) fn standalone(text: &str) -> Result<String, String> {
    let read = |text: &str| text.parse::<Table>().map_err(|e| e.to_string());
    let (mut package, workspace) = (read(text)?, read(WORKSPACE)?);
    package.remove("dev-dependencies");
    package.remove("lints");
    let of = |key: &str| workspace.get("workspace").and_then(|all| all.get(key));
    let shared = of("package").ok_or("the workspace has no package")?;
    if let Some(fields) = package.get_mut("package").and_then(Value::as_table_mut) {
        for (name, value) in fields.iter_mut().filter(|(_, value)| is_inherited(value)) {
            let known = shared.get(name);
            *value = known
                .ok_or_else(|| format!("the workspace has no {name}"))?
                .clone();
        }
    }
    let shared = of("dependencies").ok_or("the workspace has no dependencies")?;
    if let Some(all) = package
        .get_mut("dependencies")
        .and_then(Value::as_table_mut)
    {
        for (name, value) in all.iter_mut().filter(|(_, value)| is_inherited(value)) {
            let known = shared.get(name);
            *value = known
                .ok_or_else(|| format!("the workspace has no {name}"))?
                .clone();
            // Beside the contract, wherever that is.
            if let Some(path) = value.get_mut("path") {
                *path = Value::String("abi".to_owned());
            }
        }
    }
    toml::to_string(&package).map_err(|e| e.to_string())
}

fn is_inherited(value: &Value) -> bool {
    value
        .get("workspace")
        .is_some_and(|is| is.as_bool() == Some(true))
}
