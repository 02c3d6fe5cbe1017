//! The parent's side of the pipe: bytes in, frames out, and nothing believed.
//!
//! The reader may have been killed in the middle of a frame, or a hostile file may have taken it over;
//! so a stream is only good if its frames decode, come in order, and end with [`Frame::End`].

use std::fmt;

use super::frame::{Frame, MAX_FRAME};

/// Decodes the reader's stream from chunks of any size.
#[derive(Debug, Default)]
pub struct Frames {
    buffer: Vec<u8>,
    start: usize,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    BeforeHead,
    Rows {
        last: u32,
    },
    Over,
    Broken,
}

/// The stream is not one of a reader that ran to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// A frame that claims more bytes than any frame has.
    TooLong(usize),
    /// Bytes that are no frame.
    Garbage,
    /// A frame at a place where it cannot stand: rows before the head or out of order, anything after the end.
    OutOfOrder,
    /// The stream stops before [`Frame::End`] or [`Frame::Failed`]: the reader died or was killed.
    Unfinished,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(length) => write!(f, "a frame of {length} bytes is too long"),
            Self::Garbage => f.write_str("the bytes are not a frame"),
            Self::OutOfOrder => f.write_str("a frame is out of order"),
            Self::Unfinished => f.write_str("the reader stopped before the end"),
        }
    }
}

impl std::error::Error for FrameError {}

impl Frames {
    /// A decoder at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes of the pipe. Call [`Frames::next_frame`] until it gives `None` before pushing more,
    /// so that no more than one frame and one chunk is held.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole frame; `None` while its bytes have not all arrived.
    ///
    /// # Errors
    /// If the stream is broken; every later call says so again.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, FrameError> {
        let result = self.decode().and_then(|frame| self.judge(frame));
        if result.is_err() {
            self.stage = Stage::Broken;
            self.buffer = Vec::new();
            self.start = 0;
        }
        result
    }

    /// Call it when the pipe is closed.
    ///
    /// # Errors
    /// [`FrameError::Unfinished`] if the last frame was not an end or a failure, or if bytes are left over.
    pub fn finish(&self) -> Result<(), FrameError> {
        match self.stage {
            Stage::Over if self.start == self.buffer.len() => Ok(()),
            _ => Err(FrameError::Unfinished),
        }
    }

    fn decode(&mut self) -> Result<Option<Frame>, FrameError> {
        if self.stage == Stage::Broken {
            return Err(FrameError::Garbage);
        }
        let Some((length, rest)) = self
            .buffer
            .get(self.start..)
            .and_then(|b| b.split_first_chunk::<4>())
        else {
            return Ok(None);
        };
        let length = u32::from_le_bytes(*length) as usize;
        if length > MAX_FRAME {
            return Err(FrameError::TooLong(length));
        }
        let Some(bytes) = rest.get(..length) else {
            return Ok(None);
        };
        match postcard::take_from_bytes::<Frame>(bytes) {
            Ok((frame, [])) => {
                self.start += 4 + length;
                Ok(Some(frame))
            }
            _ => Err(FrameError::Garbage),
        }
    }

    fn judge(&mut self, frame: Option<Frame>) -> Result<Option<Frame>, FrameError> {
        let Some(frame) = frame else {
            return Ok(None);
        };
        self.stage = match (self.stage, &frame) {
            (Stage::BeforeHead, Frame::Head(_)) => Stage::Rows { last: 0 },
            (Stage::Rows { last }, Frame::Row(row)) if row.row > last => {
                Stage::Rows { last: row.row }
            }
            (Stage::Rows { .. }, Frame::End(_)) => Stage::Over,
            (Stage::BeforeHead | Stage::Rows { .. }, Frame::Failed(_)) => Stage::Over,
            _ => return Err(FrameError::OutOfOrder),
        };
        Ok(Some(frame))
    }
}
