//! A command that serves until it is interrupted, as one runs it at a keyboard.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// So long a line is waited for: what serves may have to be built first.
const PATIENCE: Duration = Duration::from_secs(600);

/// The command, in a group of its own.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Serving {
    /// Starts it.
    ///
    /// # Panics
    /// Where it cannot be started.
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.process_group(0).spawn().expect("a command");
        let errors = child.stderr.take().expect("what it says");
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                // Nobody listens any more once the test has ended.
                let _ = tell.send(line);
            }
        });
        Self {
            child,
            lines,
            said: Vec::new(),
        }
    }

    /// The next line that holds these words.
    ///
    /// # Panics
    /// With all that it said, where it ends without.
    pub fn until(&mut self, words: &str) -> String {
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
        panic!("it never said {words}:\n{}", self.said.join("\n"));
    }

    /// All lines that were looked at so far.
    pub fn said(&self) -> &[String] {
        &self.said
    }

    /// Interrupts it, as Ctrl-C does, and waits for its end.
    ///
    /// # Panics
    /// Where it cannot be told.
    pub fn interrupt(mut self) {
        self.tell("-INT");
        self.child.wait().expect("an end");
    }

    fn tell(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        let told = Command::new("kill").args([signal, "--", &group]).status();
        assert!(told.is_ok_and(|told| told.success()), "it is not there");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.tell("-KILL");
            // It was killed; there is nothing to learn of it.
            let _ = self.child.wait();
        }
    }
}

/// The address in a line that names one: `127.0.0.1:40404`.
pub fn address(line: &str) -> &str {
    let (_, rest) = line.split_once("http://").expect("an address");
    let end = rest.find(|c: char| c == '/' || c.is_whitespace());
    rest.split_at(end.unwrap_or(rest.len())).0
}
