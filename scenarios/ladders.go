package scenarios

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Ladder is three strategies or more that differ in one number alone, so that
// what the number does can be read along them.
type Ladder struct {
	Key   string // of the number, as "referral.reward_sender"
	Rungs []Rung // by size
}

// Rung is one strategy of a ladder.
type Rung struct {
	Strategy int // index among the scenario's strategies
	At       float64
}

// fewest is the number of strategies from which a row is a ladder.
const fewest = 3

// Ladders finds every ladder among the strategies, in the order of the keys. A
// strategy may stand on several of them.
func (s *Scenario) Ladders() []Ladder {
	if len(s.Strategies) < fewest {
		return nil
	}
	all := make([]map[string]piece, len(s.Strategies))
	var keys []string
	for i, y := range s.Strategies {
		all[i] = map[string]piece{}
		for _, sheet := range y.design.sheets {
			for _, k := range sheet.keys {
				for _, p := range k.pieces() {
					key := sheet.head + "." + p.key
					all[i][key] = p
					keys = append(keys, key)
				}
			}
		}
	}
	slices.Sort(keys)
	spelt := func(i int, key string) string {
		if p, has := all[i][key]; has {
			return literal(p.value)
		}
		return ""
	}
	keys = slices.DeleteFunc(slices.Compact(keys), func(key string) bool { // what all have in common
		for i := range all {
			if spelt(i, key) != spelt(0, key) {
				return false
			}
		}
		return true
	})
	var ladders []Ladder
	for _, key := range keys {
		rows := map[string][]Rung{}
		var order []string
		for i := range all {
			p, has := all[i][key]
			at, isNumber := numberIn(p.value)
			if !has || !isNumber {
				continue
			}
			rest := &strings.Builder{}
			for _, other := range keys {
				if other != key {
					rest.WriteString(spelt(i, other) + "\n")
				}
			}
			row := rest.String()
			if rows[row] == nil {
				order = append(order, row)
			}
			if !slices.ContainsFunc(rows[row], func(r Rung) bool { return r.At == at }) {
				rows[row] = append(rows[row], Rung{i, at})
			}
		}
		for _, row := range order {
			if len(rows[row]) >= fewest {
				slices.SortFunc(rows[row], func(a, b Rung) int { return cmp.Compare(a.At, b.At) })
				ladders = append(ladders, Ladder{key, rows[row]})
			}
		}
	}
	return ladders
}

// numberIn returns the number that a value is, if it is one.
func numberIn(v reflect.Value) (float64, bool) {
	switch {
	case !v.IsValid():
		return 0, false
	case v.CanFloat():
		return v.Float(), true
	case v.CanInt():
		return float64(v.Int()), true
	}
	return 0, false
}
