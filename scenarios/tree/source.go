// Package tree reads TOML into trees in which every key and every value knows
// where it was written, and lays one tree over another, key by key.
package tree

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Origin says who wrote a source.
type Origin int

// Who writes scenarios.
const (
	Shipped Origin = iota // a preset or a strategy block that comes with the program
	File                  // a file of the user
	Set                   // a key given on the command line
)

// Source is one text that trees are read from.
type Source struct {
	Name   string // as faults show it, such as "launch.toml"
	Origin Origin
	Rank   int // sources of higher rank were laid over those of lower rank
	Text   []byte

	starts []int // offset of each line, made when first asked for
}

// Place is a stretch of one line of a source. The zero Place is nowhere: the
// value was not written by anybody.
type Place struct {
	Source *Source
	Line   int // from 1
	Column int // from 1, in characters
	Width  int // in characters, at least 1
}

// Known reports whether the place is anywhere.
func (p Place) Known() bool { return p.Source != nil }

// place finds a stretch of bytes. It stops at the end of the line.
func (s *Source) place(offset, length int) Place {
	if s.starts == nil {
		s.starts = []int{0}
		for i, b := range s.Text {
			if b == '\n' {
				s.starts = append(s.starts, i+1)
			}
		}
	}
	offset = min(max(offset, 0), len(s.Text))
	line, exact := slices.BinarySearch(s.starts, offset)
	if !exact {
		line--
	}
	start := s.starts[line]
	what := s.Text[offset:min(offset+max(length, 0), len(s.Text))]
	if i := bytes.IndexAny(what, "\r\n"); i >= 0 {
		what = what[:i]
	}
	return Place{
		Source: s, Line: line + 1,
		Column: utf8.RuneCount(s.Text[start:offset]) + 1,
		Width:  max(utf8.RuneCount(what), 1),
	}
}

// line returns the text of a line, fit to be printed: one character a column.
func (s *Source) line(n int) string {
	s.place(0, 0)
	if n < 1 || n > len(s.starts) {
		return ""
	}
	text := s.Text[s.starts[n-1]:]
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return plain(strings.TrimRight(string(text), "\r"))
}

// plain makes a text safe for a terminal: a tab is one blank, and what cannot
// be printed is a question mark.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == utf8.RuneError || !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, s)
}
