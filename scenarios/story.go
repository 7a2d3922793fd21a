package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// story is where a value comes from.
type story struct {
	origin string // "default", "preset" or "" for the user
	source string // what it rests on; empty if nobody says
	at     tree.Place
}

// storyOf tells the story of a key that a node has set, or nobody. What a file
// notes at the end of a line counts: "# source: …", or "# illustrative"; and in
// a scenario that the program has written out, "default" and "preset".
func storyOf(f knob.Field, n *tree.Node) story {
	if n == nil {
		return story{origin: "default", source: f.Source}
	}
	s := story{at: n.Key}
	if n.Key.Known() && n.Key.Source.Origin == tree.Shipped {
		s.origin = "preset"
	}
	if _, source, ok := strings.Cut(n.Note, "source: "); ok {
		s.source = source
	}
	for note := range strings.SplitSeq(n.Note, "; ") {
		switch strings.TrimSpace(note) {
		case "default", "preset":
			s.origin = strings.TrimSpace(note)
		case "illustrative":
			if s.origin == "" {
				s.origin = "preset"
			}
		}
	}
	return s
}

// story tells the story of a value.
func (p piece) story() story { return storyOf(p.Field, p.node) }

// counts reports whether a value of the market is an assumption: not the name
// of something, and not what is switched off because nobody sets it.
func (p piece) counts() bool {
	nothing := p.value.IsZero() || (p.value.Kind() == reflect.Map || p.value.Kind() == reflect.Slice) && p.value.Len() == 0
	return !names[p.Field.Key] && !(nothing && p.story().origin == "default")
}

// illustrative reports whether nobody vouches for the value: it was not set by
// the user, and has no source.
func (s story) illustrative() bool { return s.origin != "" && s.source == "" }

// comment is what a scenario that is written out notes at the end of the line
// of a value.
func (p piece) comment(model bool) string {
	var parts []string
	if p.Unit != "" {
		parts = append(parts, p.Unit)
	}
	s := p.story()
	if s.origin != "" {
		parts = append(parts, s.origin)
	}
	switch {
	case s.source != "":
		parts = append(parts, "source: "+s.source)
	case s.illustrative() && model && p.counts():
		parts = append(parts, "illustrative")
	}
	return strings.Join(parts, "; ")
}

// piece is one value of a setting: the setting itself, or an entry of its
// table.
type piece struct {
	setting
	key string
}

// pieces takes a table of values apart.
func (s setting) pieces() []piece {
	if s.value.Kind() != reflect.Map || s.value.Len() == 0 {
		return []piece{{s, s.Key}}
	}
	keys := s.value.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	var all []piece
	for _, k := range keys {
		one := s
		one.value, one.node = s.value.MapIndex(k), s.node.Get(k.String())
		all = append(all, piece{one, s.Key + "." + quoted(k.String())})
	}
	return all
}

// Assumptions counts the values that describe the market and its strategies.
// What is switched off, because the key is left out and its default is
// nothing, is no assumption.
type Assumptions struct {
	Values       int // in use by some strategy
	Defaults     int // of these, not set by the user
	Illustrative int // of these, without a source
}

// Assumptions counts the values in use.
func (s *Scenario) Assumptions() Assumptions {
	var a Assumptions
	seen := map[string]bool{}
	for _, y := range s.Strategies {
		for _, sheet := range y.design.sheets {
			for i, k := range sheet.keys {
				for _, p := range k.pieces() {
					story := p.story()
					if !p.counts() {
						continue
					}
					id := fmt.Sprintln(sheet.head, sheet.nth, i, p.key, p.value, story.origin, story.source)
					if seen[id] {
						continue
					}
					seen[id] = true
					a.Values++
					if story.origin != "" {
						a.Defaults++
					}
					if story.illustrative() {
						a.Illustrative++
					}
				}
			}
		}
	}
	return a
}

// names are the keys that say what something is called or where it is, and
// assume nothing.
var names = map[string]bool{"name": true, "path": true, "from": true, "to": true, "until": true}

// Illustrative returns how many of the values in use nobody vouches for: they
// are not the user's, and have no source.
func (s *Scenario) Illustrative() (n, of int) {
	a := s.Assumptions()
	return a.Illustrative, a.Values
}

// Badge says so in the words that stand on every result.
func (s *Scenario) Badge() string {
	n, of := s.Illustrative()
	return fmt.Sprintf("illustrative: %d of %d values are defaults", n, of)
}
