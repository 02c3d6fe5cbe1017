//! A round: everybody works, a host ends in the middle of it and is started again, and all that
//! must be so is looked at.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::task::JoinSet;

use super::{
    Chaos, Host,
    actual::{self, Actual},
    checks,
    desk::Desk,
    door::{Door, Tally},
    salon::Salon,
    switches::Manager,
    tables,
};

/// How a host ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// As by a power cut, in the middle.
    Killed,
    /// As its operator ends it, in the middle.
    Stopped,
    /// As its operator ends it, when all is done.
    Late,
}

/// A salon's API at all hosts that run.
pub(super) fn door(hosts: &[Host], salon: &Arc<Salon>, tally: &Arc<Tally>) -> Door {
    let running = hosts.iter().filter(|host| host.process.is_running());
    let addresses = running.map(|host| host.process.address().to_owned());
    Door::to(salon, addresses.collect(), tally)
}

enum Done {
    Desk(Box<Desk>),
    Manager(Manager),
}

impl Chaos {
    /// One round.
    pub(super) async fn round(&mut self, number: u64, steps: u64) {
        let end = match self.chance.below(100) {
            0..70 => End::Killed,
            70..85 => End::Stopped,
            _ => End::Late,
        };
        let whom = usize::try_from(self.chance.below(self.hosts.len() as u64)).unwrap_or(0);
        self.say(&format!("round {number}, {end:?} {whom}"));
        // A request is two ticks, and most steps are two requests.
        let all = steps * self.desks.len() as u64 * 3;
        let moment = self.tally.tick() + self.chance.below(all);
        // Some are killed in the middle of a removal, where there is one.
        let removals = self.tally.removing.load(Ordering::SeqCst);
        let at_removal = end == End::Killed && self.chance.percent(40);
        let removing = |tally: &Tally| tally.removing.load(Ordering::SeqCst) > removals;
        let mut working = self.set_to_work(steps);
        let mut done = Vec::new();
        while self.tally.tick() < moment || at_removal || end == End::Late {
            if at_removal && removing(&self.tally) {
                // It takes some milliseconds, of which this is one.
                tokio::time::sleep(Duration::from_millis(self.chance.below(8))).await;
                break;
            }
            match tokio::time::timeout(Duration::from_millis(1), working.join_next()).await {
                Ok(Some(one)) => done.push(one),
                Ok(None) => break,
                Err(_) => {}
            }
        }
        self.end_host(whom, end);
        while let Some(one) = working.join_next().await {
            done.push(one);
        }
        for one in done {
            match one.expect("nobody panics at work") {
                Done::Desk(desk) => self.desks.push(*desk),
                Done::Manager(manager) => self.managers.push(manager),
            }
        }
        self.start_again(whom, end).await;
        self.say(&format!("after round {number}, {end:?} {whom}"));
        self.look().await;
    }

    fn say(&self, place: &str) {
        let place = format!("SEED={} {place}", self.seed);
        if let Ok(mut now) = self.tally.place.lock() {
            *now = place;
        }
    }

    fn door(&self, salon: &Arc<Salon>) -> Door {
        door(&self.hosts, salon, &self.tally)
    }

    fn set_to_work(&mut self, steps: u64) -> JoinSet<Done> {
        let mut working = JoinSet::new();
        for mut manager in std::mem::take(&mut self.managers) {
            let chosen = manager.choose();
            let door = self.door(manager.salon());
            working
                .spawn(async move { Done::Manager(manager.work(door, chosen, steps / 3).await) });
        }
        for desk in std::mem::take(&mut self.desks) {
            let door = self.door(desk.salon());
            working.spawn(async move { Done::Desk(Box::new(desk.work(door, steps).await)) });
        }
        working
    }

    fn end_host(&mut self, whom: usize, end: End) {
        self.tally.ending.store(true, Ordering::SeqCst);
        let process = &mut self.hosts[whom].process;
        match end {
            End::Killed => process.kill(),
            End::Stopped | End::Late => {
                self.tally.stopped(true);
                tokio::task::block_in_place(|| process.stop());
            }
        }
    }

    async fn start_again(&mut self, whom: usize, end: End) {
        let on_postgres = self.hosts[0].process.database().is_some();
        let host = &self.hosts[whom];
        if let (End::Killed, true, Some(id)) = (end, on_postgres, &host.id) {
            tables::silent(&host.process, id).await;
        }
        for salon in &self.salons {
            tables::hours_pass(&host.process, salon.id).await;
        }
        let before = tables::roster(&host.process).await;
        let host = &mut self.hosts[whom];
        tokio::task::block_in_place(|| host.process.start(&[]));
        let now = tables::roster(&host.process).await;
        host.id = now.difference(&before).next().cloned();
        self.tally.stopped(false);
        self.tally.ending.store(false, Ordering::SeqCst);
    }

    /// Decides what was never answered, and looks at all that must be so.
    async fn look(&mut self) {
        for salon in &self.salons {
            salon.touch(&[]);
            let (door, host) = (self.door(salon), &self.hosts[0].process);
            checks::removals_end(host, &door).await;
            actual::imports_at_rest(&door).await;
            let lost = salon.take_lost();
            actual::asked_again(&door, &lost).await;
            actual::switches_told(&door, salon).await;
            let actual = Actual::of(&door).await;
            actual::decide(&mut salon.state(), &actual, lost);
            checks::answers_are_truth(&door, salon, &actual);
            salon.state().settled();
            checks::switch_agrees(&door, salon).await;
            checks::block_holds(&door, salon).await;
            checks::lookups_are_own(&door, salon).await;
            checks::documents_are_whole(&door, salon).await;
            checks::erased_are_nowhere(host, &door, salon, &actual).await;
            checks::journal_is_whole(host, &door, salon).await;
            checks::events_are_told(host, &door, salon).await;
            checks::objects_are_rows(host, &door, salon, self.prefix.as_deref()).await;
        }
    }
}
