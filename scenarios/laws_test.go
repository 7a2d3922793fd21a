package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grapevine/sim"
)

// shuffle writes a scenario again with its tables, and the lines within them, in
// another order. What keeps its place is what says something by it: networks, the
// first of which is meant where none is named, strategies, segments, moves,
// asserts, and the factors of a sweep. The tables of a strategy change places
// among themselves.
func shuffle(t *rapid.T, text string) string {
	starts := regexp.MustCompile(`(?m)^\[`).FindAllStringIndex(text, -1)
	if len(starts) == 0 {
		return text
	}
	var free []string
	var blocks [][]string // each begins with a table that stays
	for k, at := range starts {
		end := len(text)
		if k+1 < len(starts) {
			end = starts[k+1][0]
		}
		table := text[at[0]:end] + "\n"
		switch {
		case strings.HasPrefix(table, "[["), strings.HasPrefix(table, "[network."), strings.HasPrefix(table, "[segment."):
			blocks = append(blocks, []string{lines(t, table)})
		case strings.HasPrefix(table, "[strategy."):
			last := len(blocks) - 1
			for !strings.HasPrefix(blocks[last][0], "[[strategy]]") {
				last--
			}
			blocks[last] = append(blocks[last], lines(t, table))
		default:
			free = append(free, lines(t, table))
		}
	}
	after := strings.Join(rapid.Permutation(free).Draw(t, "order"), "")
	for _, b := range blocks {
		after += b[0] + strings.Join(rapid.Permutation(b[1:]).Draw(t, "order of a strategy"), "")
	}
	return lines(t, text[:starts[0][0]]) + "\n" + after
}

// lines has the lines of a table that hold a key each change places.
func lines(t *rapid.T, table string) string {
	if strings.HasPrefix(table, "[sweep") {
		return table
	}
	all := strings.SplitAfter(table, "\n")
	whole := regexp.MustCompile(`^[\w."]+\s*=\s*([^\["{']|\[[^\]]*\]|"[^"]*"|\{[^}]*\})[^\[\]{}"']*$`)
	var at []int
	for i, line := range all {
		if whole.MatchString(line) {
			at = append(at, i)
		}
	}
	moved := slices.Clone(all)
	for i, from := range rapid.Permutation(at).Draw(t, "lines") {
		moved[at[i]] = all[from]
	}
	return strings.Join(moved, "")
}

// The order in which tables stand, and keys within them, changes nothing in what
// is run: mechanisms enter a market by the order of their names.
func TestOrderOfTablesIsNothing(t *testing.T) {
	names := presetNames()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "preset")
		text, ok := preset(name)
		if !ok {
			t.Fatalf("no preset %s", name)
		}
		want, err := LoadBytes(name+".toml", text, nil)
		if err != nil {
			t.Fatal(err)
		}
		other := shuffle(t, string(text))
		got, err := LoadBytes(name+".toml", []byte(other), nil)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if got.Hash() != want.Hash() {
			t.Fatalf("%s: another hash in another order", name)
		}
		for k := range want.Strategies {
			p := got.Strategies[k].Plan
			if !reflect.DeepEqual(p, want.Strategies[k].Plan) {
				t.Fatalf("%s, %s: another plan in another order", name, want.Strategies[k].Name)
			}
			if !slices.IsSortedFunc(p.Mechanisms, func(a, b sim.Named) int { return strings.Compare(a.Name, b.Name) }) {
				t.Fatalf("%s, %s: mechanisms are not in the order of their names", name, want.Strategies[k].Name)
			}
		}
	})
}

// A rate in one unit is the same rate in any other, a time the same time, and a
// share the same share.
func TestUnitsConvert(t *testing.T) {
	weeks := map[string]float64{"hour": 1.0 / 168, "day": 1.0 / 7, "week": 1, "month": 52.0 / 12, "year": 52}
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"hour", "day", "week", "month", "year"}).Draw(t, "unit")
		of := rapid.SampledFrom([]string{"/", " per "}).Draw(t, "written")
		x := rapid.Float64Range(1e-6, 0.9).Draw(t, "rate")
		rate := func(text string) float64 {
			s, err := LoadBytes("units.toml", fmt.Appendf(nil, "[rates]\nnotice = %s\n", text), nil)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			return s.Strategies[0].Plan.Rates.Notice
		}
		a, b := rate(fmt.Sprintf("\"%v%s%s\"", x, of, unit)), rate(fmt.Sprint(x/weeks[unit]))
		percent := rate(fmt.Sprintf("\"%v%%%s%s\"", 100*x, of, unit))
		for _, other := range []float64{b, percent} {
			if math.Abs(a-other) > 1e-12*a {
				t.Fatalf("%v a %s is %v a week, and %v", x, unit, a, other)
			}
		}
	})
}
