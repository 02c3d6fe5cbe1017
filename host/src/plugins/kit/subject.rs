//! What is tried: a bundle, or a module that is at hand.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use kartoteka_plugin::{Manifest, Module};

use super::samples::Samples;
use crate::{HostBuilder, config::Config, modules, plugins::bundle::Bundle, registry};

/// Makes the module anew, for each host.
pub type Make = Arc<dyn Fn() -> Box<dyn Module> + Send + Sync>;

/// A plugin to be tried.
#[derive(Clone)]
pub(super) struct Subject {
    /// What it says of itself.
    pub manifest: Manifest,
    /// What it brings for tests.
    pub samples: Samples,
    pub(super) from: From,
    /// What else is loaded beside it, with the names that their files are to have.
    pub(super) with: Vec<(PathBuf, String)>,
    /// Whose children read sheets; the running program where not given.
    pub(super) program: Option<PathBuf>,
}

#[derive(Clone)]
pub(super) enum From {
    /// A file, already read.
    Bundle(PathBuf),
    /// A linked feature, or one that takes the place of a linked one.
    Module(Option<Make>),
}

impl Subject {
    /// A bundle, signed or not, and those beside it.
    ///
    /// # Errors
    /// Why its samples cannot be read.
    pub(super) fn of_bundle(
        file: &Path,
        bundle: Bundle,
        with: &[(PathBuf, Bundle)],
    ) -> Result<Self, String> {
        let named = |(path, bundle): &(PathBuf, Bundle)| {
            let Manifest { id, version, .. } = &bundle.manifest;
            (path.clone(), Bundle::file_name(id, version))
        };
        let samples = bundle.samples.as_deref().map(Samples::read).transpose()?;
        Ok(Self {
            manifest: bundle.manifest,
            samples: samples.unwrap_or_default(),
            from: From::Bundle(file.to_owned()),
            with: with.iter().map(named).collect(),
            program: None,
        })
    }

    /// A linked feature, or this `module` in its place.
    ///
    /// # Errors
    /// Where there is no such feature.
    pub(super) fn linked(id: &str, samples: Samples, module: Option<Make>) -> Result<Self, String> {
        let all = modules::linked();
        let found = all
            .iter()
            .find(|linked| registry::is_called(&***linked, id));
        let found = found.ok_or_else(|| format!("no feature {id} is linked into this program"))?;
        let manifest = toml::from_str(found.manifest()).map_err(|e| format!("{id}: {e}"))?;
        Ok(Self {
            manifest,
            samples,
            from: From::Module(module),
            with: Vec::new(),
            program: None,
        })
    }

    /// With children of this program.
    #[must_use]
    pub(super) fn with_program(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// A host to be that has it.
    pub(super) fn builder(&self, mut config: Config) -> Result<HostBuilder, String> {
        if let From::Bundle(file) = &self.from {
            let folder = config.data_dir.join("bundles");
            let failed = |e: std::io::Error| format!("{}: {e}", folder.display());
            fs::create_dir_all(&folder).map_err(failed)?;
            let Manifest { id, version, .. } = &self.manifest;
            let own = (file.clone(), Bundle::file_name(id, version));
            for (file, name) in [&own].into_iter().chain(&self.with) {
                fs::copy(file, folder.join(name)).map_err(failed)?;
            }
            config.plugin_dir = Some(folder);
            // So that it is loaded whoever signed it.
            config.development = true;
        }
        let mut builder = HostBuilder::new(config);
        if let Some(program) = &self.program {
            builder = builder.worker_program(program.clone());
        }
        Ok(match &self.from {
            From::Module(Some(make)) => builder.in_place_of(&self.manifest.id, make()),
            From::Module(None) | From::Bundle(_) => builder,
        })
    }
}
