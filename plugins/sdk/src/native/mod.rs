//! Plugins as libraries of their own: what makes one of a [`Module`].
//!
//! ```ignore
//! kartoteka_plugin::export_plugin!(Tips);
//! ```
//!
//! in a crate of the kind `cdylib` exports the one symbol that the host looks for, and with it the
//! very code that the linked loader takes: the same [`Call`](crate::Call), whose services the host
//! carries out across the border. What crosses it are C types alone (`include/kartoteka_plugin.h`), so
//! that host and plugin may be built by other compilers, with other versions of everything.
//!
//! A native plugin is trusted code: it runs in the host's process, with all that this may do. Its
//! mistakes are confined as far as one process allows. A panic ends its own call; a poll that does
//! not end costs a thread; statements are judged; what was not granted is absent. A wild pointer, an
//! overflown stack and `abort` end the host.
//!
//! Four things are otherwise than in a linked feature. Code of a plugin finds no tokio: timers,
//! files and connections are the host's, asked of the call. [`Call::may_learn`](crate::Call::may_learn)
//! is always `false`: histories are the registry's pages. axum's `OriginalUri` is the request's own:
//! [`WholeUri`](crate::extract::WholeUri) is the whole one. And a transaction whose statement was
//! dropped halfway is over.

mod bridge;
mod call;
mod exported;
mod http;
pub mod values;
pub mod wire;

pub use exported::{Export, plugin};
pub use kartoteka_abi as abi;

pub(crate) use bridge::MAIL;
pub(crate) use call::CallServices;

/// Exports a module as the plugin of a library: a value of a type that implements
/// [`Module`](crate::Module).
///
/// ```ignore
/// export_plugin!(Tips);
/// export_plugin!(Tips = Tips::new());
/// ```
#[macro_export]
macro_rules! export_plugin {
    ($module:ident) => {
        $crate::export_plugin!($module = $module);
    };
    ($module:ty = $make:expr) => {
        struct KartotekaExport;

        impl $crate::native::Export for KartotekaExport {
            type Module = $module;

            fn make() -> $module {
                $make
            }
        }

        /// What the host looks for.
        #[unsafe(no_mangle)]
        pub extern "C" fn kartoteka_plugin() -> *const $crate::native::abi::Plugin {
            static PLUGIN: ::std::sync::OnceLock<$crate::native::abi::Plugin> =
                ::std::sync::OnceLock::new();
            // One that cannot be made is none: a panic must not leave a C function.
            let plugin = $crate::native::abi::caught(|| {
                PLUGIN.get_or_init($crate::native::plugin::<KartotekaExport>)
            });
            plugin.map_or(::std::ptr::null(), ::std::ptr::from_ref)
        }
    };
}
