//! A stream of text as UTF-8, whatever it was saved in: what a spreadsheet saves in China is mostly GBK. It knows no format.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};

/// How far the first line that is not ASCII is looked for; nothing after it is held.
const HEAD_BYTES: usize = 1 << 20;

/// How much is decoded at a time.
const PIECE_BYTES: usize = 1 << 16;

/// Stands for bytes that are no text in their encoding: in no place of a UTF-8 text may it stand, so that whoever reads the text notices.
const NO_TEXT: u8 = 0xFF;

/// A text without its byte-order mark, as UTF-8: by the mark, else by the first line that is not ASCII (as [`encoding`] has it).
pub(crate) fn utf8(mut input: impl Read + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let mut head = Vec::new();
    let mut piece = vec![0; PIECE_BYTES];
    while told_by(&head).is_none() && head.len() < HEAD_BYTES {
        let read = input.read(&mut piece)?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
    let (encoding, mark) = encoding(&head);
    let mut head = Cursor::new(head);
    head.set_position(mark as u64);
    let whole = head.chain(input);
    Ok(if encoding == UTF_8 {
        Box::new(BufReader::with_capacity(PIECE_BYTES, whole))
    } else {
        let decoder = encoding.new_decoder_without_bom_handling();
        Box::new(BufReader::with_capacity(
            PIECE_BYTES,
            Decoded { input: whole, decoder, raw: piece, text: Vec::new(), at: 0, ended: false },
        ))
    })
}

/// The first line that is not ASCII, where it is whole.
fn told_by(head: &[u8]) -> Option<&[u8]> {
    let at = head.iter().position(|byte| !byte.is_ascii())?;
    let (before, from) = head.split_at(at);
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = at + from.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
    head.get(start..end)
}

/// What a text is in, and the length of its byte-order mark: UTF-8 where the line that tells could be it, as hardly any other text
/// could; else GB18030, which holds GBK and GB2312, where the line is that; else UTF-8, and its lines are for their reader to refuse.
fn encoding(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some(marked) = Encoding::for_bom(head) {
        return marked;
    }
    let line = told_by(head).unwrap_or(head);
    let is_utf8 = std::str::from_utf8(line).is_ok();
    let is_gb = || GB18030.decode_without_bom_handling_and_without_replacement(line).is_some();
    (if !is_utf8 && is_gb() { GB18030 } else { UTF_8 }, 0)
}

/// Decodes as it is read.
struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What is decoded, and how much of it was handed on.
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// Decodes the next piece.
    fn decode(&mut self) -> io::Result<()> {
        let read = self.input.read(&mut self.raw)?;
        self.ended = read == 0;
        (self.at, self.text) = (0, std::mem::take(&mut self.text));
        self.text.clear();
        let mut left = self.raw.get(..read).unwrap_or_default();
        loop {
            let room = self.decoder.max_utf8_buffer_length_without_replacement(left.len()).unwrap_or(4 * PIECE_BYTES);
            let before = self.text.len();
            self.text.resize(before + room, 0);
            let into = self.text.get_mut(before..).unwrap_or_default();
            let (result, taken, written) = self.decoder.decode_to_utf8_without_replacement(left, into, self.ended);
            self.text.truncate(before + written);
            left = left.get(taken..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.text.push(NO_TEXT),
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            self.decode()?;
        }
        let read = self.text.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use encoding_rs::GB18030;

    use super::utf8;

    /// Hands out a few bytes at a time, as a pipe may.
    struct Dripping(Cursor<Vec<u8>>, usize);

    impl std::io::Read for Dripping {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    fn read(bytes: &[u8], step: usize) -> Vec<u8> {
        let mut text = Vec::new();
        utf8(Dripping(Cursor::new(bytes.to_vec()), step)).expect("a reader").read_to_end(&mut text).expect("a text");
        text
    }

    #[test]
    fn the_same_text_comes_of_each_encoding_however_it_is_handed_out() {
        let text = format!("case,name\n1,案号\u{3400}〇\n{}", "2,罚款5000元,𠀀\r\n".repeat(9_000));
        let sixteen = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let gb = GB18030.encode(&text).0.into_owned();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.clone().into_bytes(),
            gb,
            marked(b"\xef\xbb\xbf", text.as_bytes()),
            marked(b"\xff\xfe", &sixteen(u16::to_le_bytes)),
            marked(b"\xfe\xff", &sixteen(u16::to_be_bytes)),
        ] {
            for step in [1, 7, 1 << 20] {
                assert!(read(&bytes, step) == text.as_bytes(), "{:?}… by {step}", &bytes[..12]);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_noticed_in_their_place() {
        let gb = [GB18030.encode("案号\n甲").0.as_ref(), b"\xff\xff,\n", GB18030.encode("乙").0.as_ref()].concat();
        let text = read(&gb, 1 << 20);
        let rows: Vec<bool> = text.split(|byte| *byte == b'\n').map(|row| std::str::from_utf8(row).is_ok()).collect();
        assert_eq!(rows, [true, false, true]);
        assert_eq!(read(b"", 1), b"");
        assert_eq!(read(b"a,b\n1,\xff\xff", 1), b"a,b\n1,\xff\xff");
    }
}
