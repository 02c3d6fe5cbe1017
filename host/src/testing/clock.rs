//! Fixed time, known ids.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use kartoteka_plugin::call::Clock;
use uuid::Uuid;

/// A clock that stands until it is moved, and gives ids in order.
#[derive(Debug)]
pub struct TestClock {
    micros: AtomicI64,
    ids: AtomicU64,
}

impl TestClock {
    /// Stands at `start`.
    pub fn at(start: DateTime<Utc>) -> Self {
        Self {
            micros: AtomicI64::new(start.timestamp_micros()),
            ids: AtomicU64::new(1),
        }
    }

    /// Moves on.
    pub fn advance(&self, by: TimeDelta) {
        let micros = by.num_microseconds().unwrap_or_default();
        self.micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        let micros = self.micros.load(Ordering::SeqCst);
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// A UUIDv7 of the clock's time and a running number.
    fn new_id(&self) -> Uuid {
        let number = self.ids.fetch_add(1, Ordering::SeqCst);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        let mut random = [0; 10];
        random[2..].copy_from_slice(&number.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_and_time_moves_when_told() {
        let clock = TestClock::at(DateTime::UNIX_EPOCH);
        let (a, b) = (clock.new_id(), clock.new_id());
        assert!(a < b);
        assert_eq!(a.get_version_num(), 7);
        clock.advance(TimeDelta::seconds(5));
        assert_eq!(clock.now().timestamp(), 5);
        assert!(b < clock.new_id());
    }
}
