//! Where pages find pictures, icons and styles.

use super::Call;

impl Call {
    /// Where the icons of the pages are: a part of one is `{icons}#icon-phone`.
    pub fn icons(&self) -> String {
        format!("{}/icons.svg", self.0.services.assets())
    }

    /// The address of one of the pictures that the module of this call brings, by its name below `assets/`.
    pub fn asset(&self, name: &str) -> String {
        let module = self.feature().unwrap_or("core");
        format!("/assets/{module}/{name}")
    }

    /// Where style sheet and icons are served.
    pub fn assets(&self) -> &'static str {
        self.0.services.assets()
    }
}
