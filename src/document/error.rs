//! Limits of reading and what can go wrong; it reads nothing.

/// The bounds within which a document is read. Exceeding one is an error that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentLimits {
    /// The most bytes of a file: 64 MiB.
    pub bytes: usize,
    /// The most bytes of text read from it: 32 MiB.
    pub text: usize,
    /// The most bytes unpacked from one part of a `.docx` or one stream of a PDF, and the most that the pages of a PDF come to: 128 MiB.
    pub unpacked: usize,
    /// The most bytes unpacked from all streams of a PDF together, each as often as it is used: 1 GiB.
    pub unpacked_all: usize,
    /// The most codes that the character maps of a PDF cover: 1,048,576.
    pub codes: usize,
    /// The most parts of a `.docx`: 10,000.
    pub parts: usize,
    /// The most objects of a PDF: 500,000.
    pub objects: usize,
    /// The most bytes of drawing on one page of a PDF: 16 MiB.
    pub content: usize,
    /// The most characters placed on the pages of a PDF: 4,000,000.
    pub glyphs: usize,
    /// How deep elements may nest in HTML or in a part of a `.docx`, forms may draw forms, and pages stand in the tree of a PDF: 256.
    pub depth: usize,
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            text: 32 << 20,
            unpacked: 128 << 20,
            unpacked_all: 1 << 30,
            codes: 1 << 20,
            parts: 10_000,
            objects: 500_000,
            content: 16 << 20,
            glyphs: 4_000_000,
            depth: 256,
        }
    }
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// It exceeds a limit.
    #[error("文件超出上限：{limit} 不得超过 {most}")]
    TooLarge {
        /// The limit's name in [`DocumentLimits`].
        limit: &'static str,
        /// Its value.
        most: usize,
    },
    /// It is of a format that is not read here.
    #[error("读不了 {found}：可读的格式是 txt、md、html、docx、pdf；旧版 Word、WPS、OFD 文件请另存为 docx 或者 pdf")]
    Format {
        /// What it seems to be.
        found: String,
    },
    /// It is of a format that this build left out.
    #[error("本程序编译时未包含读取 {format} 的功能")]
    Disabled {
        /// The name of the cargo feature.
        format: &'static str,
    },
    /// It has no text: an empty file, or a scan without a text layer.
    #[error("文件里没有文字：是空文件，或者没有文字层；扫描件请先做文字识别")]
    NoText,
    /// A PDF draws its text with fonts that do not say which characters they show.
    #[error("字体 {font} 没有说明各字形是什么字，读不出文字；请由原文件重新导出 PDF，或者先做文字识别")]
    NoCharacters {
        /// The first such font.
        font: String,
    },
    /// It is protected by a password.
    #[error("文件已加密，请去除密码后再读")]
    Encrypted,
    /// It is damaged.
    #[error("文件已损坏：{zh}")]
    Damaged {
        /// What was found wrong, in Chinese.
        zh: String,
        /// The same in English.
        en: String,
    },
    /// Its bytes are no text in an encoding that is read here.
    #[error("不是文本：第 {at} 字节处无法按 UTF-8、UTF-16、GB18030 解读")]
    Encoding {
        /// Where the first wrong byte stands, from nought.
        at: usize,
    },
}

impl DocumentError {
    /// The message in English, for logs.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            DocumentError::TooLarge { limit, most } => format!("exceeds a limit: {limit} may be at most {most}"),
            DocumentError::Format { found } => {
                format!("cannot read {found}: formats are txt, md, html, docx, pdf; save an old Word, WPS or OFD file as docx or pdf")
            }
            DocumentError::Disabled { format } => format!("this build was made without the feature that reads {format}"),
            DocumentError::NoText => {
                "the file has no text, being empty or without a text layer; run character recognition on a scan first".to_owned()
            }
            DocumentError::NoCharacters { font } => {
                format!("the font {font} does not say which characters it shows; export the PDF anew, or run character recognition first")
            }
            DocumentError::Encrypted => "the file is encrypted; remove the password first".to_owned(),
            DocumentError::Damaged { en, .. } => format!("the file is damaged: {en}"),
            DocumentError::Encoding { at } => format!("no text: byte {at} cannot be read as UTF-8, UTF-16 or GB18030"),
        }
    }

    pub(crate) fn damaged(zh: impl Into<String>, en: impl Into<String>) -> DocumentError {
        DocumentError::Damaged { zh: zh.into(), en: en.into() }
    }

    /// As a library found it, which tells it in English.
    #[cfg(any(feature = "docx", feature = "pdf"))]
    pub(crate) fn damaged_by(error: impl std::fmt::Display) -> DocumentError {
        DocumentError::damaged(format!("内容不合格式（{error}）"), error.to_string())
    }
}
