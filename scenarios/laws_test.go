package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tables takes a scenario apart into what stands before its tables, those whose
// place is free, and those whose order says something: networks, the first of
// which is meant where none is named, strategies, segments, moves and asserts.
func tables(text string) (head string, free []string, fixed string) {
	starts := regexp.MustCompile(`(?m)^\[`).FindAllStringIndex(text, -1)
	for k, at := range starts {
		end := len(text)
		if k+1 < len(starts) {
			end = starts[k+1][0]
		}
		switch table := text[at[0]:end]; {
		case k == 0:
			head = text[:at[0]]
			fallthrough
		default:
			if strings.HasPrefix(table, "[[") || strings.HasPrefix(table, "[network.") || strings.HasPrefix(table, "[strategy.") || strings.HasPrefix(table, "[segment.") {
				fixed += table + "\n"
			} else {
				free = append(free, table+"\n")
			}
		}
	}
	return head + "\n", free, fixed
}

// The order in which tables stand changes nothing in what is run.
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
		head, free, fixed := tables(string(text))
		if len(free) < 2 {
			t.Skip("one table has one order")
		}
		shuffled := head + strings.Join(rapid.Permutation(free).Draw(t, "order"), "") + fixed
		got, err := LoadBytes(name+".toml", []byte(shuffled), nil)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for k := range want.Strategies {
			if !reflect.DeepEqual(got.Strategies[k].Plan, want.Strategies[k].Plan) {
				t.Fatalf("%s, %s: another plan in another order", name, want.Strategies[k].Name)
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
