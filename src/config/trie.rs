//! Key sequences as a tree: each edge a key, each leaf a command.
//!
//! Guarantees: no binding is the beginning of another, so a sequence either runs, waits or is unbound. Never: more
//! than one answer for the same keys.

use super::key::{Code, Key};
use super::keymap::CommandId;

/// A place in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// What runs here; only where no key leads on.
    pub(super) command: Option<CommandId>,
    /// Where keys lead, in the order they were bound.
    pub(super) next: Vec<(Key, Node)>,
}

impl Node {
    /// The node that `keys` lead to, full-width forms counting as half-width ones where they are not bound
    /// themselves.
    pub(super) fn walk(&self, keys: &[Key]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| {
            let near = node.child(*key).or_else(|| halfwidth(*key).and_then(|key| node.child(key)));
            near.or_else(|| node.child(Key::plain(Code::Letter)).filter(|_| letter(*key).is_some()))
        })
    }

    /// The letter at the end of `keys`, where they lead to a binding that takes any.
    pub(super) fn letter(&self, keys: &[Key]) -> Option<char> {
        let (last, before) = keys.split_last()?;
        let node = self.walk(before)?;
        let bound = node.child(*last).or_else(|| halfwidth(*last).and_then(|key| node.child(key)));
        node.child(Key::plain(Code::Letter)).filter(|_| bound.is_none()).and(letter(*last))
    }

    fn child(&self, key: Key) -> Option<&Self> {
        self.next.iter().find(|(known, _)| *known == key).map(|(_, node)| node)
    }

    /// Binds `keys`; where a shorter or longer binding stands in the way, its keys come back and nothing changes.
    pub(super) fn bind(&mut self, keys: &[Key], command: CommandId) -> Result<(), Vec<Key>> {
        for end in 1..keys.len() {
            let shorter = keys.get(..end).unwrap_or_default();
            if self.exact(shorter).is_some_and(|node| node.command.is_some()) {
                return Err(shorter.to_vec());
            }
        }
        if let Some(node) = self.exact(keys)
            && !node.next.is_empty()
        {
            let mut longer = keys.to_vec();
            node.first_leaf(&mut longer);
            return Err(longer);
        }
        let mut node = self;
        for key in keys {
            let at = node.next.iter().position(|(known, _)| known == key).unwrap_or(node.next.len());
            if at == node.next.len() {
                node.next.push((*key, Self::default()));
            }
            let Some((_, child)) = node.next.get_mut(at) else {
                return Ok(());
            };
            node = child;
        }
        node.command = Some(command);
        Ok(())
    }

    /// Takes a binding away; whether there was one.
    pub(super) fn unbind(&mut self, keys: &[Key]) -> bool {
        let Some((first, rest)) = keys.split_first() else {
            return self.command.take().is_some();
        };
        let Some(at) = self.next.iter().position(|(known, _)| known == first) else {
            return false;
        };
        let gone = self.next.get_mut(at).is_some_and(|(_, child)| child.unbind(rest));
        let empty = |(_, child): &(Key, Self)| child.command.is_none() && child.next.is_empty();
        if self.next.get(at).is_some_and(empty) {
            self.next.remove(at);
        }
        gone
    }

    /// Every binding below, with the keys that lead to it.
    pub(super) fn bindings(&self) -> Vec<(Vec<Key>, CommandId)> {
        let mut found = Vec::new();
        self.collect(&mut Vec::new(), &mut found);
        found
    }

    fn collect(&self, keys: &mut Vec<Key>, found: &mut Vec<(Vec<Key>, CommandId)>) {
        if let Some(command) = self.command {
            found.push((keys.clone(), command));
        }
        for (key, child) in &self.next {
            keys.push(*key);
            child.collect(keys, found);
            keys.pop();
        }
    }

    /// Makes `keys` longer until they lead to the first binding of `command` below that `accepts` takes; where there is
    /// none, says so and leaves them as they were.
    pub(super) fn seek(
        &self,
        command: CommandId,
        keys: &mut Vec<Key>,
        accepts: &mut impl FnMut(&[Key]) -> bool,
    ) -> bool {
        if self.command == Some(command) && accepts(keys) {
            return true;
        }
        self.next.iter().any(|(key, child)| {
            keys.push(*key);
            let found = child.seek(command, keys, accepts);
            if !found {
                keys.pop();
            }
            found
        })
    }

    fn exact(&self, keys: &[Key]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.child(*key))
    }

    fn first_leaf(&self, keys: &mut Vec<Key>) {
        if let Some((key, child)) = self.next.first() {
            keys.push(*key);
            child.first_leaf(keys);
        }
    }
}

/// The letter that a key types, in either width.
fn letter(key: Key) -> Option<char> {
    let typed = halfwidth(key).unwrap_or(key).text();
    typed.filter(char::is_ascii_alphabetic)
}

/// What Chinese input methods send for the keys of an ASCII keyboard, beyond the full-width ASCII block.
const PUNCTUATION: &[(char, char)] = &[
    ('\u{3000}', ' '),
    ('、', '/'),
    ('。', '.'),
    ('「', '['),
    ('」', ']'),
    ('【', '['),
    ('】', ']'),
    ('『', '{'),
    ('』', '}'),
    ('‘', '\''),
    ('’', '\''),
    ('“', '"'),
    ('”', '"'),
    ('《', '<'),
    ('》', '>'),
    ('￥', '$'),
    ('·', '`'),
];

/// The key of an ASCII keyboard behind a character that an input method made of it.
fn halfwidth(key: Key) -> Option<Key> {
    let Code::Char(c) = key.code else {
        return None;
    };
    let plain = match c {
        // The full-width block stands at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => PUNCTUATION.iter().find(|(wide, _)| *wide == c).map(|(_, plain)| *plain),
    };
    plain.map(|plain| Key { code: Code::Char(plain), ..key })
}

#[cfg(test)]
mod tests {
    use super::{Node, halfwidth};
    use crate::config::key::Key;
    use crate::config::keymap::CommandId;

    fn keys(text: &str) -> Vec<Key> {
        Key::sequence(text).unwrap()
    }

    #[test]
    fn a_binding_that_begins_another_is_refused_with_the_keys_in_its_way() {
        let mut tree = Node::default();
        tree.bind(&keys("gg"), CommandId(1)).unwrap();
        assert_eq!(tree.bind(&keys("g"), CommandId(2)), Err(keys("gg")));
        assert_eq!(tree.bind(&keys("ggx"), CommandId(2)), Err(keys("gg")));
        assert!(tree.unbind(&keys("gg")) && !tree.unbind(&keys("gg")));
        assert_eq!(tree, Node::default(), "an unbound sequence leaves nothing behind");
        assert_eq!(tree.bind(&keys("g"), CommandId(2)), Ok(()));
    }

    #[test]
    fn what_an_input_method_sends_is_the_key_it_was_typed_with() {
        for (typed, want) in
            [('／', '/'), ('？', '?'), ('　', ' '), ('、', '/'), ('』', '}'), ('’', '\''), ('ｊ', 'j')]
        {
            assert_eq!(halfwidth(Key::char(typed)), Some(Key::char(want)), "{typed}");
        }
        assert_eq!(halfwidth(Key::char('j')), None);
    }
}
