//! Whose turn it is on the threads that plugins share.

use std::{collections::VecDeque, sync::Arc};

use super::Meter;

/// So many threads of one plugin may be away; one that has taken so many is not run any more.
pub(super) const MOST_AWAY: usize = 8;

/// The work of one plugin, known by its meter.
struct Lane<W> {
    whose: Arc<Meter>,
    ready: VecDeque<W>,
    /// So many threads are at its work, those that are away excepted.
    running: usize,
    /// So many threads have not come back from it.
    away: usize,
}

/// The work of all plugins, each in a lane of its own; who was served goes to the end.
pub(super) struct Lanes<W> {
    lanes: VecDeque<Lane<W>>,
}

impl<W> Default for Lanes<W> {
    fn default() -> Self {
        Self {
            lanes: VecDeque::new(),
        }
    }
}

impl<W> Lane<W> {
    /// Whether a thread may take its next work, where there is some. A plugin leaves a thread to
    /// others that wait, and has one alone while another of its threads is away.
    fn is_due(&self, threads: usize, others_wait: bool) -> bool {
        let most = match (self.away, others_wait) {
            (0, false) => threads,
            (0, true) => threads.saturating_sub(1).max(1),
            (MOST_AWAY.., _) => 0,
            _ => 1,
        };
        !self.ready.is_empty() && self.running < most
    }
}

impl<W> Lanes<W> {
    fn of(&mut self, whose: &Arc<Meter>) -> &mut Lane<W> {
        let at = (self.lanes.iter()).position(|lane| Arc::ptr_eq(&lane.whose, whose));
        let at = at.unwrap_or_else(|| {
            self.lanes.push_back(Lane {
                whose: whose.clone(),
                ready: VecDeque::new(),
                running: 0,
                away: 0,
            });
            self.lanes.len() - 1
        });
        &mut self.lanes[at]
    }

    /// Puts work at the end of its plugin's lane; given back where nothing of it is run any more.
    pub(super) fn push(&mut self, whose: &Arc<Meter>, work: W) -> Option<W> {
        let lane = self.of(whose);
        if lane.away >= MOST_AWAY {
            return Some(work);
        }
        lane.ready.push_back(work);
        None
    }

    /// Where the next work for one of so many threads is.
    fn due(&self, threads: usize) -> Option<usize> {
        let wait = self.lanes.iter().filter(|lane| !lane.ready.is_empty());
        let others_wait = wait.count() > 1;
        let due = |lane: &Lane<W>| lane.is_due(threads, others_wait);
        self.lanes.iter().position(due)
    }

    /// Whether there is work for one of so many threads.
    pub(super) fn has_due(&self, threads: usize) -> bool {
        self.due(threads).is_some()
    }

    /// The next work for one of so many threads.
    pub(super) fn next(&mut self, threads: usize) -> Option<W> {
        let at = self.due(threads)?;
        let mut lane = self.lanes.remove(at)?;
        let work = lane.ready.pop_front();
        lane.running += 1;
        self.lanes.push_back(lane);
        work
    }

    /// A thread is done with a plugin's work.
    pub(super) fn done(&mut self, whose: &Arc<Meter>) {
        let lane = self.of(whose);
        lane.running = lane.running.saturating_sub(1);
        self.tidy();
    }

    /// A thread that was at a plugin's work is away. Gives what else of it waits, to be told.
    pub(super) fn gone(&mut self, whose: &Arc<Meter>) -> impl Iterator<Item = &W> {
        let lane = self.of(whose);
        lane.running = lane.running.saturating_sub(1);
        lane.away += 1;
        lane.ready.iter()
    }

    /// One that was away is back.
    pub(super) fn back(&mut self, whose: &Arc<Meter>) {
        let lane = self.of(whose);
        lane.away = lane.away.saturating_sub(1);
        self.tidy();
    }

    fn tidy(&mut self) {
        let idle = |lane: &Lane<W>| lane.ready.is_empty() && lane.running + lane.away == 0;
        self.lanes.retain(|lane| !idle(lane));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugins_take_turns() {
        let (busy, other) = (Arc::default(), Arc::default());
        let mut lanes = Lanes::default();
        for work in 1..=3 {
            lanes.push(&busy, work);
        }
        lanes.push(&other, 10);
        assert_eq!(lanes.next(2), Some(1));
        // One thread is left to who waits, who comes next although three came before.
        assert_eq!(lanes.next(2), Some(10));
        lanes.done(&other);
        // Nobody else waits: both threads are its own.
        assert_eq!(lanes.next(2), Some(2));
        assert_eq!(lanes.next(2), None);
        lanes.done(&busy);
        assert_eq!(lanes.next(2), Some(3));
        assert_eq!(lanes.next(2), None);
    }

    #[test]
    fn what_hangs_has_one_more_thread_at_a_time_and_no_more_than_some() {
        let hangs = Arc::default();
        let mut lanes = Lanes::default();
        for work in 0..5 {
            lanes.push(&hangs, work);
        }
        assert_eq!(lanes.next(2), Some(0));
        assert_eq!(
            lanes.gone(&hangs).copied().collect::<Vec<_>>(),
            [1, 2, 3, 4]
        );
        assert_eq!(lanes.next(2), Some(1));
        assert_eq!(lanes.next(2), None, "one is at its work already");
        lanes.back(&hangs);
        assert_eq!(lanes.next(2), Some(2), "all are back");
        for _ in 0..MOST_AWAY {
            let _ = lanes.gone(&hangs);
        }
        assert_eq!(lanes.next(2), None);
        assert_eq!(lanes.push(&hangs, 9), Some(9));
        lanes.back(&hangs);
        assert_eq!(lanes.next(2), Some(3));
    }
}
