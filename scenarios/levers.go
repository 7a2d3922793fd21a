package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"grapevine/scenarios/tree"
)

// Lever is a key that somebody who plays with a scenario may move.
type Lever struct {
	Key    string   `json:"key"` // dotted path, as in --set
	Doc    string   `json:"doc"`
	Unit   string   `json:"unit,omitempty"`
	Value  string   `json:"value"` // as it stands now
	Min    float64  `json:"min"`
	Max    float64  `json:"max"`
	Whole  bool     `json:"whole,omitempty"`  // whole numbers only
	Log    bool     `json:"log,omitempty"`    // goes by factors
	Values []string `json:"values,omitempty"` // to choose from, instead of a range
}

// usual lists the keys that are levers where a scenario does not name its own
// by varying them in its [sweep].
var usual = []string{"product.quality", "product.price", "advertising.rate", "rates.consider", "rates.leave.customer", "product.transparency"}

// Levers returns what can be moved: the keys that the scenario's sweep varies,
// over their ranges, or else some that every market has.
func (s *Scenario) Levers() []Lever {
	var all []Lever
	if s.Sweep != nil {
		for _, f := range s.Sweep.Vary {
			if l, ok := s.lever(f.Key); ok {
				l.Min, l.Max, l.Values = f.Range.Min, f.Range.Max, f.Values
				l.Log, l.Whole = f.Range.Law == "log", f.Range.Integer || l.Whole
				all = append(all, l)
			}
		}
		return all
	}
	keys := slices.Clone(usual)
	for _, layer := range s.Strategies[0].Plan.Layers {
		keys = append(keys, "talk.persuasion."+quoted(layer.Name))
	}
	for _, key := range keys {
		l, ok := s.lever(key)
		x, err := strconv.ParseFloat(l.Value, 64)
		if !ok || err != nil || x == 0 {
			continue
		}
		l.Max = 3 * x
		if strings.HasPrefix(key, "talk.") || key == "product.quality" || key == "product.transparency" {
			l.Max = min(1, l.Max)
		}
		all = append(all, l)
	}
	return all
}

// Lever returns a value of the scenario by its dotted path; it has no range.
func (s *Scenario) Lever(key string) (Lever, bool) { return s.lever(key) }

// Numbers returns every number of the market that is not 0, without a range.
func (s *Scenario) Numbers() []Lever {
	var all []Lever
	for _, sh := range s.market.sheets {
		if !sh.section.model || sh.section.form == listed {
			continue
		}
		for _, k := range sh.keys {
			for _, p := range k.pieces() {
				text := plainSpelling(p)
				if x, err := strconv.ParseFloat(text, 64); err != nil || x == 0 {
					continue
				}
				all = append(all, Lever{Key: sh.head + "." + p.key, Doc: p.Doc, Unit: p.Unit, Value: text, Whole: p.value.CanInt()})
			}
		}
	}
	return all
}

// Under returns the numbers whose keys begin with a path, as budget.shares or
// strategy.both.budget.shares.
func (s *Scenario) Under(path string) []Lever {
	d, within := s.market, ""
	parts := tree.ParsePath(path)
	if len(parts) > 2 && parts[0] == "strategy" {
		k := slices.IndexFunc(s.Strategies, func(y Strategy) bool { return y.Name == parts[1] })
		if k < 0 {
			return nil
		}
		d, within = s.Strategies[k].design, "strategy."+quoted(parts[1])+"."
		parts = parts[2:]
	}
	var all []Lever
	for _, sheets := range [][]sheet{s.brief.sheets, d.sheets} {
		for _, sh := range sheets {
			for _, k := range sh.keys {
				for _, p := range k.pieces() {
					key := sh.head + "." + p.key
					if _, err := strconv.ParseFloat(plainSpelling(p), 64); err == nil && strings.HasPrefix(key, strings.Join(parts, ".")+".") {
						all = append(all, Lever{Key: within + key, Doc: p.Doc, Unit: p.Unit, Value: plainSpelling(p), Whole: p.value.CanInt()})
					}
				}
			}
		}
	}
	return all
}

// lever finds a key among those in use.
func (s *Scenario) lever(key string) (Lever, bool) {
	path, d := tree.ParsePath(key), s.market
	if len(path) > 2 && path[0] == "strategy" {
		k := slices.IndexFunc(s.Strategies, func(y Strategy) bool { return y.Name == path[1] })
		if k < 0 {
			return Lever{}, false
		}
		path, d = path[2:], s.Strategies[k].design
	}
	want := make([]string, len(path))
	for i, name := range path {
		want[i] = quoted(name)
	}
	for _, sheets := range [][]sheet{s.brief.sheets, d.sheets} {
		for _, sh := range sheets {
			for _, k := range sh.keys {
				for _, p := range k.pieces() {
					at := p.key
					if sh.head != "" {
						at = sh.head + "." + p.key
					}
					if at == strings.Join(want, ".") {
						return Lever{Key: key, Doc: p.Doc, Unit: p.Unit, Value: plainSpelling(p), Whole: p.value.CanInt()}, true
					}
				}
			}
		}
	}
	return Lever{}, false
}

// plainSpelling writes a value as --set takes it.
func plainSpelling(p piece) string {
	text := literal(p.value)
	if unquoted, err := strconv.Unquote(text); err == nil {
		return unquoted
	}
	return text
}
