//! What partners begin with has nothing in it that is for nothing.

use super::text;

const TEMPLATE: &str = "plugins/sdk/template";

/// Keys that the host puts together itself, of what the manifest names.
const OF_THE_MANIFEST: [&str; 3] = ["about", "table-notes", "erases-notes"];

#[test]
fn each_text_is_shown_by_the_first_plugin_in_either_language() {
    let texts = text(&format!("{TEMPLATE}/common/locale/en/vendor-notes.ftl"));
    let own = texts.lines().filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        let rest = key.strip_prefix("vendor-notes-")?;
        (!OF_THE_MANIFEST.contains(&rest)).then_some(key)
    });
    let own: Vec<&str> = own.collect();
    assert!(own.len() > 3, "{own:?}");
    for (language, ending) in [("rust/src", ".rs"), ("c/src", ".c")] {
        let files = super::files(&format!("{TEMPLATE}/{language}"), ending).into_iter();
        let pages = super::files(&format!("{TEMPLATE}/{language}/../templates"), ".html");
        let all: String = (files.chain(pages))
            .map(|path| std::fs::read_to_string(path).expect("a file"))
            .collect();
        for key in &own {
            assert!(
                all.contains(&format!("\"{key}\"")),
                "{language} does not show {key}"
            );
        }
    }
}
