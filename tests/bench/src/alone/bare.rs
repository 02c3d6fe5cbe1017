//! A limit that serves HTTP, run beside us for as long as this lives.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Stdio},
};

use crate::{Outcome, cpu};

/// A bare server in a process of its own.
pub(crate) struct Bare {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Bare {
    /// Starts it and waits for the line with its address.
    pub(crate) fn start(words: &[&str]) -> Outcome<Self> {
        let mut child = super::command(words)?.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        let said = child.stdout.take().ok_or("no output")?;
        BufReader::new(said).read_line(&mut line)?;
        let Ok(address) = line.trim().parse() else {
            let _ = child.kill();
            let _ = child.wait();
            return Err("the bare server does not start".into());
        };
        Ok(Self { child, address })
    }

    pub(crate) fn cpu(&self) -> Outcome<cpu::Cpu> {
        cpu::of(self.child.id())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
