//! The particulars of a problem as plain data, for whoever keeps diagnostics. Knows none of the problems.

use super::Term;

/// A particular of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Particular {
    /// a name, or words of a rule
    Text(String),
    /// a count or a place
    Number(usize),
    /// a character
    Sign(char),
    /// a word in Chinese and in English
    Term(String, String),
}

/// What a field of a problem may be.
pub(super) trait Part: Sized {
    /// As a particular.
    fn told(&self) -> Particular;
    /// From a particular, if it is one of this sort.
    fn of(particular: Particular) -> Option<Self>;
}

impl Part for String {
    fn told(&self) -> Particular {
        Particular::Text(self.clone())
    }

    fn of(particular: Particular) -> Option<Self> {
        if let Particular::Text(text) = particular { Some(text) } else { None }
    }
}

impl Part for usize {
    fn told(&self) -> Particular {
        Particular::Number(*self)
    }

    fn of(particular: Particular) -> Option<Self> {
        if let Particular::Number(number) = particular { Some(number) } else { None }
    }
}

impl Part for u32 {
    fn told(&self) -> Particular {
        Particular::Number(*self as usize)
    }

    fn of(particular: Particular) -> Option<Self> {
        usize::of(particular)?.try_into().ok()
    }
}

impl Part for char {
    fn told(&self) -> Particular {
        Particular::Sign(*self)
    }

    fn of(particular: Particular) -> Option<Self> {
        if let Particular::Sign(sign) = particular { Some(sign) } else { None }
    }
}

impl Part for Term {
    fn told(&self) -> Particular {
        Particular::Term(format!("{self}"), format!("{self:#}"))
    }

    fn of(particular: Particular) -> Option<Self> {
        if let Particular::Term(zh, en) = particular { Some(Term::new(zh, en)) } else { None }
    }
}
