package verify

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"grapevine/scenarios"
)

// Every rung has a small defect: a number that is off by 5 % or less, a count
// that is off by one, or a rule that is broken and says which. That the rung
// fails with it TestLadder sees.
func TestMutants(t *testing.T) {
	for _, r := range Ladder() {
		m := r.mutant()
		switch {
		case m == nil:
			t.Errorf("%s has no mutant", r.ID)
			continue
		case r.Breaks != "":
			continue // a rule, and not a size
		}
		if r.MutantWant != nil {
			for k, w := range r.Want {
				if !small(w.Value, m.Want[k].Value) {
					t.Errorf("%s: %g instead of %g is no small defect, and breaks no rule", r.ID, m.Want[k].Value, w.Value)
				}
			}
			continue
		}
		was, is, err := r.changes()
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		changed := 0
		for key, now := range is {
			before, now := figure(was[key]), figure(now)
			if before == now || fmt.Sprint(was[key]) == fmt.Sprint(is[key]) {
				continue
			}
			if changed++; !small(before, now) {
				t.Errorf("%s: %s = %v instead of %v is no small defect, and breaks no rule", r.ID, key, is[key], was[key])
			}
		}
		if changed == 0 {
			t.Errorf("%s: %s changes nothing", r.ID, r.defect())
		}
	}
}

// small reports whether a number is another one but for 5 %, or a count but for 1.
func small(x, y float64) bool {
	whole := x == math.Trunc(x) && y == math.Trunc(y) && math.Abs(x) < 100
	return math.Abs(y-x) <= 0.0501*math.Abs(x) || whole && math.Abs(y-x) == 1
}

// changes returns what a rung sets and what its mutant does, by key.
func (r *Rung) changes() (was, is map[string]any, err error) {
	was, is = map[string]any{}, map[string]any{}
	switch {
	case r.MutantWith != nil:
		for k, x := range r.With {
			was[fmt.Sprint(k)] = x
		}
		for k, x := range r.MutantWith {
			if is[fmt.Sprint(k)] = x; was[fmt.Sprint(k)] == nil {
				was[fmt.Sprint(k)] = 1.0 // a factor or a power that is not there is 1
			}
		}
	case r.MutantGraph != "":
		if err = set(was, "graph="+r.Graph); err == nil {
			err = set(is, "graph="+r.MutantGraph)
		}
		for key := range is {
			if _, ok := was[key]; !ok {
				err = fmt.Errorf("%s is not said for the graph that must come out", key)
			}
		}
	default:
		text, err := scenarios.New(r.Scenario)
		if err != nil {
			return nil, nil, err
		}
		var file map[string]any
		if _, err := toml.Decode(string(text), &file); err != nil {
			return nil, nil, err
		}
		flatten(was, "", file)
		for _, s := range r.Set {
			if err := set(was, s); err != nil {
				return nil, nil, err
			}
		}
		for _, s := range r.Mutant {
			if err := set(is, s); err != nil {
				return nil, nil, err
			}
		}
	}
	return was, is, err
}

// set adds a setting to a flat table.
func set(to map[string]any, setting string) error {
	var table map[string]any
	if _, err := toml.Decode(setting, &table); err != nil {
		key, value, _ := strings.Cut(setting, "=")
		to[key] = value // a word without quotes
		return nil
	}
	flatten(to, "", table)
	return nil
}

// flatten lists what a table sets, under dotted keys; of lists of tables by
// number from 1.
func flatten(to map[string]any, prefix string, table map[string]any) {
	for key, value := range table {
		switch v := value.(type) {
		case map[string]any:
			flatten(to, prefix+key+".", v)
		case []map[string]any:
			for k, entry := range v {
				flatten(to, fmt.Sprintf("%s%s.%d.", prefix, key, k+1), entry)
			}
		default:
			to[prefix+key] = v
		}
	}
}

// figure is a setting as a number, or no number.
func figure(x any) float64 {
	switch v := x.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return math.NaN()
}
