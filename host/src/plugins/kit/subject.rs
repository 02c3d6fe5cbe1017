//! What is tried: a bundle, or a module that is at hand.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use kartoteka_plugin::{Manifest, Module};

use super::samples::Samples;
use crate::{
    HostBuilder,
    config::Config,
    modules,
    plugins::bundle::{Bundle, ENDING, Linked, Trust},
    registry,
};

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
    /// A bundle, signed or not.
    ///
    /// # Errors
    /// Why it is refused, or why its samples cannot be read.
    pub(super) fn of_bundle(file: &Path) -> Result<Self, String> {
        let linked = Linked::of(&modules::linked())?;
        let trust = Trust::of(&Config::default()).with_unsigned();
        let bundle = Bundle::read(file, &trust, &linked).map_err(|refusal| refusal.to_string())?;
        let samples = bundle.samples.as_deref().map(Samples::read).transpose()?;
        Ok(Self {
            manifest: bundle.manifest,
            samples: samples.unwrap_or_default(),
            from: From::Bundle(file.to_owned()),
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
            let (id, version) = (&self.manifest.id, &self.manifest.version);
            let name = format!("{id}-{version}{ENDING}");
            fs::copy(file, folder.join(name)).map_err(failed)?;
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
