package scenarios

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// Lever is a key that somebody who plays with a scenario may move.
type Lever struct {
	Key    string   `json:"key"`   // dotted path, as in --set; or of a table that strategies have
	Paths  []string `json:"paths"` // what is set, as in --set: the key, or that of every strategy
	Doc    string   `json:"doc"`
	Unit   string   `json:"unit,omitempty"`
	Value  string   `json:"value"` // as it stands now
	Min    float64  `json:"min"`
	Max    float64  `json:"max"`
	Most   float64  `json:"most,omitempty"`   // what the key may be at most, if that is given
	Whole  bool     `json:"whole,omitempty"`  // whole numbers only
	Log    bool     `json:"log,omitempty"`    // goes by factors
	Values []string `json:"values,omitempty"` // to choose from, instead of a range

	limits knob.Range // of what the key may be at all
}

// usual lists the keys that are levers where a scenario names none and varies
// none in its [sweep]: what many programmes have, then what every market has.
// Talk along each kind of ties comes between the two.
var usual = [2][]string{
	{"community.hosts_per_week", "ambassadors.reward", "referral.reward_receiver"},
	{"product.quality", "product.price", "product.transparency", "advertising.rate", "rates.consider", "rates.leave.customer"},
}

// Levers returns what can be moved: the keys that the scenario names as its
// levers; or those that its sweep varies, over their ranges; or else some that
// most markets have.
func (s *Scenario) Levers() []Lever {
	var all []Lever
	if s.Head.Levers == nil && s.Sweep != nil {
		for _, f := range s.Sweep.Vary {
			if l, ok := s.Lever(f.Key); ok {
				l.Min, l.Max, l.Values = f.Range.Min, f.Range.Max, f.Values
				l.Log, l.Whole = f.Range.Law == "log", f.Range.Integer || l.Whole
				all = append(all, l)
			}
		}
		return all
	}
	keys := []string(s.Head.Levers)
	if keys == nil {
		keys = slices.Clone(usual[0])
		for _, layer := range s.Strategies[0].Plan.Layers {
			keys = append(keys, "talk.persuasion."+quoted(layer.Name))
		}
		keys = append(keys, usual[1]...)
	}
	for _, key := range keys {
		if l, ok := s.Anywhere(key); ok && s.stretch(&l) {
			all = append(all, l)
		}
	}
	return all
}

// Anywhere returns a value of the market, or of the strategies that set it, if
// all set it alike; it has no range.
func (s *Scenario) Anywhere(key string) (Lever, bool) {
	if l, ok := s.Lever(key); ok {
		return l, true
	}
	var found Lever
	for _, y := range s.Strategies {
		if y.own == nil || y.own.Find(tree.ParsePath(key)...) == nil {
			continue
		}
		path := "strategy." + quoted(y.Name) + "." + key
		l, ok := s.Lever(path)
		switch {
		case !ok || found.Paths != nil && found.Value != l.Value:
			return Lever{}, false
		case found.Paths == nil:
			found = l
			found.Key, found.Paths = key, nil
		}
		found.Paths = append(found.Paths, path)
	}
	return found, found.Paths != nil
}

// stretch gives a lever a range about where it stands: from nothing to three
// times as much, as far as the key may go. What stands at 0 goes as far as the
// key may, and a sum as far as the price.
func (s *Scenario) stretch(l *Lever) bool {
	x, err := strconv.ParseFloat(l.Value, 64)
	if err != nil || x < 0 {
		return false
	}
	l.Max = 3 * x
	switch {
	case l.limits.Set() && l.limits.High <= 1 && (x == 0 || x >= 0.2):
		l.Max = l.limits.High
	case x == 0 && l.Unit == "money":
		l.Max = s.Strategies[0].Plan.Product.Price
	case x == 0:
		return false
	}
	if l.limits.Set() && l.limits.OpenLow && l.limits.Low >= 0 {
		l.Min = max(l.limits.Low, x/10)
	} else if l.limits.Set() && l.limits.Low > 0 {
		l.Min = l.limits.Low
	}
	l.Max, err = strconv.ParseFloat(strconv.FormatFloat(l.Max, 'g', 6, 64), 64)
	return err == nil && l.Min < l.Max
}

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
				key := sh.head + "." + p.key
				all = append(all, Lever{Key: key, Paths: []string{key}, Doc: p.Doc, Unit: p.Unit, Value: text, Whole: p.value.CanInt()})
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

// Lever returns a value of the scenario by its dotted path, as in --set, if the
// key is in use; it has no range.
func (s *Scenario) Lever(key string) (Lever, bool) {
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
						l := Lever{Key: key, Paths: []string{key}, Doc: p.Doc, Unit: p.Unit, Value: plainSpelling(p), Whole: p.value.CanInt(), limits: p.Range}
						if p.Range.Set() && !math.IsInf(p.Range.High, 1) {
							l.Most = p.Range.High
						}
						return l, true
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
