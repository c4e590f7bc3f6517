//! Double pinyin: each syllable in two keys, by the schemes that input methods have.
//!
//! Guarantees: the keys that the scheme's makers publish; a syllable without keys has none. Never: a scheme guessed.

/// A scheme of double pinyin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// None.
    #[default]
    Off,
    /// 小鹤双拼.
    Xiaohe,
    /// 自然码.
    Ziranma,
    /// 微软双拼.
    Microsoft,
    /// 搜狗双拼.
    Sogou,
    /// 智能ABC.
    Abc,
}

/// The schemes by their names in the settings.
pub const SCHEMES: [(&str, Scheme); 6] = [
    ("off", Scheme::Off),
    ("xiaohe", Scheme::Xiaohe),
    ("ziranma", Scheme::Ziranma),
    ("microsoft", Scheme::Microsoft),
    ("sogou", Scheme::Sogou),
    ("abc", Scheme::Abc),
];

/// How a scheme types syllables that begin with a vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vowel {
    /// `aa`, `an`, and `ah` for ang: as it is written, in two keys.
    Doubled,
    /// With an `o` before its key.
    AfterO,
}

/// Keys and what they stand for: the three initials of two letters, then finals of more than one.
struct Keys {
    initials: [char; 3],
    finals: &'static str,
    vowel: Vowel,
}

const XIAOHE: Keys = Keys {
    initials: ['v', 'i', 'u'],
    finals: "q:iu w:ei r:uan t:ue,ve y:un o:uo p:ie s:ong,iong d:ai f:en g:eng h:ang j:an k:ing,uai l:iang,uang \
             z:ou x:ia,ua c:ao v:ui b:in n:iao m:ian",
    vowel: Vowel::Doubled,
};

const ZIRANMA: Keys = Keys {
    initials: ['v', 'i', 'u'],
    finals: "q:iu w:ia,ua r:uan t:ue,ve y:ing,uai o:uo p:un s:ong,iong d:iang,uang f:en g:eng h:ang j:an k:ao l:ai \
             z:ei x:ie c:iao v:ui b:ou n:in m:ian",
    vowel: Vowel::Doubled,
};

const MICROSOFT: Keys = Keys {
    initials: ['v', 'i', 'u'],
    finals: "q:iu w:ia,ua r:uan,er t:ue,ve y:uai,v o:uo p:un s:ong,iong d:iang,uang f:en g:eng h:ang j:an k:ao l:ai \
             ;:ing z:ei x:ie c:iao v:ui,ve b:ou n:in m:ian",
    vowel: Vowel::AfterO,
};

const SOGOU: Keys = Keys {
    finals: "q:iu w:ia,ua r:uan,er t:ue,ve y:uai,v o:uo p:un s:ong,iong d:iang,uang f:en g:eng h:ang j:an k:ao l:ai \
             ;:ing z:ei x:ie c:iao v:ui b:ou n:in m:ian",
    ..MICROSOFT
};

const ABC: Keys = Keys {
    initials: ['a', 'e', 'v'],
    finals: "q:ei w:ian r:iu,er t:iang,uang y:ing o:uo p:uan s:ong,iong d:ia,ua f:en g:eng h:ang j:an k:ao l:ai \
             z:iao x:ie c:in,uai b:ou n:un m:ue,ve,ui",
    vowel: Vowel::AfterO,
};

impl Scheme {
    const fn keys(self) -> Option<&'static Keys> {
        match self {
            Self::Off => None,
            Self::Xiaohe => Some(&XIAOHE),
            Self::Ziranma => Some(&ZIRANMA),
            Self::Microsoft => Some(&MICROSOFT),
            Self::Sogou => Some(&SOGOU),
            Self::Abc => Some(&ABC),
        }
    }

    /// The key of an initial of two letters.
    pub(super) fn initial(self, initial: &str) -> Option<char> {
        let [zh, ch, sh] = self.keys()?.initials;
        match initial {
            "zh" => Some(zh),
            "ch" => Some(ch),
            "sh" => Some(sh),
            _ => None,
        }
    }

    /// The keys of a syllable, given as initial and rest.
    pub(super) fn codes(self, initial: &str, rest: &str) -> Vec<String> {
        let Some(keys) = self.keys() else { return Vec::new() };
        let finals = keys.of_final(rest);
        if !initial.is_empty() {
            let first = self.initial(initial).or_else(|| initial.chars().next());
            return first
                .into_iter()
                .flat_map(|first| finals.iter().map(move |last| format!("{first}{last}")))
                .collect();
        }
        match (keys.vowel, rest.chars().next().filter(|c| matches!(c, 'a' | 'e' | 'o'))) {
            (_, None) => Vec::new(),
            (Vowel::AfterO, Some(_)) => finals.iter().map(|last| format!("o{last}")).collect(),
            (Vowel::Doubled, Some(first)) => match rest.len() {
                1 => vec![format!("{first}{first}")],
                2 => vec![rest.to_owned()],
                _ => finals.iter().map(|last| format!("{first}{last}")).collect(),
            },
        }
    }
}

impl Keys {
    /// The keys of a final: itself where it is one letter.
    fn of_final(&self, rest: &str) -> Vec<char> {
        let keys = self.finals.split_whitespace().filter_map(|entry| entry.split_once(':'));
        let mut found: Vec<char> = keys
            .filter(|(_, finals)| finals.split(',').any(|one| one == rest))
            .filter_map(|(key, _)| key.chars().next())
            .collect();
        if found.is_empty() && rest.len() == 1 {
            found.extend(rest.chars());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Scheme::{Abc, Microsoft, Off, Sogou, Xiaohe, Ziranma};

    #[test]
    fn syllables_have_the_keys_of_each_scheme() {
        for (initial, rest, want) in [
            ("k", "e", ["", "ke", "ke", "ke", "ke", "ke"]),
            ("ch", "uang", ["", "il", "id", "id", "id", "et"]),
            ("zh", "ong", ["", "vs", "vs", "vs", "vs", "as"]),
            ("x", "in", ["", "xb", "xn", "xn", "xn", "xc"]),
            ("sh", "uai", ["", "uk", "uy", "uy", "uy", "vc"]),
            ("x", "ing", ["", "xk", "xy", "x;", "x;", "xy"]),
            ("l", "v", ["", "lv", "lv", "ly", "ly", "lv"]),
            ("l", "ve", ["", "lt", "lt", "lt lv", "lt", "lm"]),
            ("", "a", ["", "aa", "aa", "oa", "oa", "oa"]),
            ("", "an", ["", "an", "an", "oj", "oj", "oj"]),
            ("", "ang", ["", "ah", "ah", "oh", "oh", "oh"]),
            ("", "er", ["", "er", "er", "or", "or", "or"]),
            ("w", "ei", ["", "ww", "wz", "wz", "wz", "wq"]),
            ("y", "uan", ["", "yr", "yr", "yr", "yr", "yp"]),
            ("", "ng", [""; 6]),
        ] {
            for (scheme, want) in [Off, Xiaohe, Ziranma, Microsoft, Sogou, Abc].into_iter().zip(want) {
                assert_eq!(scheme.codes(initial, rest).join(" "), want, "{scheme:?} {initial}{rest}");
            }
        }
    }
}
