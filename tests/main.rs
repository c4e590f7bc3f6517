//! All tests that need more than one module, in one binary.
//!
//! - `anchors`: places found again after the text changed.
//! - `archive`: the index of the library against a scan, damage, kills, other copies.
//! - `bookmarks`: records, lines and merging, and marks in a page that changed.
//! - `cells`: tables, their cells in columns.
//! - `clauses`: a case for each clause of the rules.
//! - `cli`: the binary without a terminal, and what it says to bad input.
//! - `commands`: what keys do to the screen.
//! - `config`: the files of `config/` against each other, and users' files with their mistakes.
//! - `conformance`: what Unicode's own tests say of breaks and clusters.
//! - `copying`: what is copied, which way, and what is told.
//! - `corrections`: corrections on the disk, for the pages they belong to.
//! - `crash`: the program killed while it saves.
//! - `disks`: the bookmark file with the real git, on full and on read-only disks.
//! - `dumps`: the dump beside what was made of it.
//! - `encodings`: bytes to text.
//! - `exchange`: bookmarks on their way to other programs and back.
//! - `hunting`: search through many articles: in the box, in files, on the command line.
//! - `layout`: rows of any text at any width.
//! - `less`: the model of `less` against the real one.
//! - `monkey`: anything in any order.
//! - `loading`: pages, places and bookmarks that come in any order.
//! - `matching`: the matcher of searches beside a naive one, and a table of pinyin and scripts.
//! - `mending`: corrections by the reader, on pages and in the program.
//! - `notes`: notes in the reader's own editor, and notes kept from a killed program.
//! - `painting`: frames to bytes, and bytes on terminals of every kind.
//! - `planning`: what the index leaves out of searches in letters, against the matcher.
//! - `readback`: what is painted, read back from a terminal.
//! - `recovery`: dumps to articles.
//! - `rows`: what is known of a long article's rows, and when.
//! - `screens`: whole screens against files.
//! - `selection`: words selected by keys and the mouse, and what is done with them.
//! - `setting`: set text judged by the rules, at every width and level.
//! - `stores`: the user's files on the disk, with other copies at work and after crashes.
//! - `tables`: commands, keys and words against each other.
//! - `terminal`: the real binary in a real terminal.
//! - `tidy`: the rules of the house (floors, sizes, openings) as a test.
#![allow(missing_docs, reason = "tests are named as sentences and have no readers of rustdoc")]
#![allow(unreachable_pub, reason = "a test binary has nobody outside")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(
    clippy::string_slice,
    clippy::print_stderr,
    reason = "test data is known, and a skipped check says so"
)]

mod anchors;
mod archive;
mod bookmarks;
mod cells;
mod clauses;
mod cli;
mod commands;
mod config;
mod conformance;
mod copying;
mod corrections;
mod crash;
mod disks;
mod dumps;
mod encodings;
mod exchange;
mod gleaning;
mod hunting;
mod layout;
mod less;
mod loading;
mod matching;
mod mending;
mod monkey;
mod notes;
mod painting;
mod planning;
mod readback;
mod recovery;
mod rows;
mod screens;
mod selection;
mod setting;
mod stores;
mod support;
mod tables;
mod terminal;
mod tidy;
