//! The stream between reader and parent.

use proptest::prelude::*;

use super::super::{Cell, CellFlags, Frame, FrameError, Frames, Options, Row};
use super::stream_of;

fn good_stream() -> Vec<u8> {
    stream_of(
        "Name;Telefon\nMüller;0176\n".as_bytes(),
        &Options::default(),
    )
}

fn drain(bytes: &[u8], chunk: usize) -> (usize, Result<(), FrameError>) {
    let mut frames = Frames::new();
    let mut count = 0;
    for part in bytes.chunks(chunk.max(1)) {
        frames.push(part);
        loop {
            match frames.next_frame() {
                Ok(Some(_)) => count += 1,
                Ok(None) => break,
                Err(error) => return (count, Err(error)),
            }
        }
    }
    (count, frames.finish())
}

#[test]
fn a_whole_stream_is_good_in_chunks_of_any_size() {
    let stream = good_stream();
    for chunk in [1, 2, 3, 7, 10_000] {
        assert_eq!(drain(&stream, chunk), (4, Ok(())));
    }
}

#[test]
fn a_stream_that_stops_early_is_unfinished() {
    let stream = good_stream();
    for length in 0..stream.len() {
        assert_eq!(
            drain(&stream[..length], 5).1,
            Err(FrameError::Unfinished),
            "{length}"
        );
    }
}

#[test]
fn frames_out_of_order_are_refused() {
    let stream = good_stream();
    let head = 4 + u32::from_le_bytes(stream[..4].try_into().unwrap()) as usize;
    assert_eq!(drain(&stream[head..], 9).1, Err(FrameError::OutOfOrder));
    assert_eq!(
        drain(&[stream.as_slice(), &stream].concat(), 9).1,
        Err(FrameError::OutOfOrder)
    );
    assert_eq!(
        drain(&u32::MAX.to_le_bytes(), 9).1,
        Err(FrameError::TooLong(u32::MAX as usize))
    );
    let mut broken = Frames::new();
    broken.push(&[1, 0, 0, 0, 99]);
    assert_eq!(broken.next_frame(), Err(FrameError::Garbage));
    broken.push(&stream);
    assert!(broken.next_frame().is_err());
    assert!(broken.finish().is_err());
}

proptest! {
    #[test]
    fn garbage_is_an_error_or_unfinished(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(drain(&bytes, 13).1.is_err());
    }

    #[test]
    fn rows_survive_the_way(texts in prop::collection::vec(("\\PC{0,40}", any::<u16>(), any::<u16>()), 0..20), row in 1..u32::MAX) {
        let cells = texts.into_iter().map(|(text, column, bits)| Cell { column, text, flags: CellFlags::from_bits(bits) });
        let frame = Frame::Row(Row { row, cells: cells.collect() });
        let bytes = postcard::to_allocvec(&frame).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Frame>(&bytes).unwrap(), frame);
    }
}
