package verify

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment/points"
	"grapevine/sim/mechanism"
)

// Fact is a claim of the literature about what a strategy does, to be found or
// not to be found in plausible markets.
type Fact struct {
	ID     string `toml:"id"`
	Claim  string `toml:"claim"`
	Source string `toml:"source"`
	Market string `toml:"market"` // file of facts/ with the base market

	Given []string            `toml:"given"` // settings of all arms
	Arms  map[string][]string `toml:"arms"`  // settings of each arm: what is compared
	Shows []Show              `toml:"shows"` // all must be so

	// Off are settings that switch the cause off in all arms: then what is
	// claimed must not be so any more. OffSays tells them in words.
	Off     []string `toml:"off"`
	OffSays string   `toml:"off_says"`

	Verdict string `toml:"verdict"` // as found: holds, sometimes or fails; empty until it was tried thoroughly
	Note    string `toml:"note"`    // what is to be known of it
	// Explored says that its settings were chosen after looking at what some of
	// them give: it is then an example of where the claim is so, not a test of it.
	Explored bool `toml:"explored"`
}

// Show is one part of a claim: a sum over arms that is above 0, or the shape of
// a curve over them.
type Show struct {
	Read  string             `toml:"read"`  // a response as "metric NAME", "small cascades", or columns as "a + b / c"
	From  int                `toml:"from"`  // first week of a sum of columns, …
	To    int                `toml:"to"`    // … and last; From = To for a level, 0 for the end
	Sum   map[string]float64 `toml:"sum"`   // weights of the arms; what must be above 0
	Shape string             `toml:"shape"` // or: rising, falling, hump or valley, …
	Over  []string           `toml:"over"`  // … over arms in this order
}

// The verdicts on a fact.
const (
	Holds     = "holds"     // t > 4 in the base market, in 80 % of markets and more, and gone without its cause
	Sometimes = "sometimes" // t > 4 in the base market, in half of the markets and more, or in 80 % of those of its box
	Fails     = "fails"     // none of these
)

// Range is one key of the market that differs from one plausible market to the
// next.
type Range struct {
	Key  string  `toml:"key"`
	Says string  `toml:"says"` // what it is, in words
	Min  float64 `toml:"min"`
	Max  float64 `toml:"max"`
	Log  bool    `toml:"log"`
	// Values are the only ones there are, if there are but some.
	Values []string `toml:"values"`
}

// factor returns the range as a factor of a design.
func (r *Range) factor() points.Factor {
	f := points.Factor{Key: r.Key, Values: r.Values, Min: r.Min, Max: r.Max}
	if r.Log {
		f.Law = points.Log
	}
	return f
}

// at returns the value at a share of the range, to four digits.
func (r *Range) at(share float64) (float64, error) {
	f := r.factor()
	if f.Values != nil {
		return strconv.ParseFloat(f.Text(share), 64)
	}
	return strconv.ParseFloat(strconv.FormatFloat(f.Value(share), 'g', 4, 64), 64)
}

//go:embed facts/*.toml
var factShelf embed.FS

// Facts returns all facts in the order of the file.
func Facts() []Fact {
	all, err := facts(factShelf)
	if err != nil {
		panic(fmt.Sprintf("verify: %v", err)) // they are shipped
	}
	return all
}

func facts(from fs.FS) ([]Fact, error) {
	var of struct {
		Fact []Fact `toml:"fact"`
	}
	if err := read(from, "facts/facts.toml", &of); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, f := range of.Fact {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("fact %q: %w", f.ID, err)
		}
		if seen[f.ID] {
			return nil, fmt.Errorf("two facts are called %q", f.ID)
		}
		seen[f.ID] = true
	}
	return of.Fact, nil
}

// shapes are those that a curve over arms may be said to have.
var shapes = []string{"rising", "falling", "hump", "valley"}

// check returns what is wrong with a fact as it is written.
func (f *Fact) check() error {
	if f.ID == "" || f.Claim == "" || f.Source == "" || f.Market == "" || len(f.Arms) < 2 || len(f.Shows) == 0 {
		return fmt.Errorf("want an id, a claim, a source, a market, two arms and what they show")
	}
	for _, s := range f.Shows {
		if (s.Sum == nil) == (s.Shape == "") {
			return fmt.Errorf("want a sum or a shape")
		}
		if s.Shape != "" && !slices.Contains(shapes, s.Shape) {
			return fmt.Errorf("shape = %q: want one of %s", s.Shape, strings.Join(shapes, ", "))
		}
		for _, arm := range slices.Concat(slices.Collect(maps.Keys(s.Sum)), s.Over) {
			if _, ok := f.Arms[arm]; !ok {
				return fmt.Errorf("there is no arm %q: want one of %s", arm, strings.Join(f.arms(), ", "))
			}
		}
	}
	return nil
}

// arms lists the names of the arms in order.
func (f *Fact) arms() []string { return slices.Sorted(maps.Keys(f.Arms)) }

// market is a base market with what differs in plausible ones.
type market struct {
	*scenarios.Scenario
	ranges []Range
}

// open reads the base market of a name.
func open(name string, small []string) (*market, error) {
	text, err := fs.ReadFile(factShelf, "facts/"+name+".toml")
	if err != nil {
		return nil, err
	}
	m := &market{}
	if m.Scenario, err = scenarios.LoadBytes(name+".toml", text, small); err != nil {
		return nil, err
	}
	var of map[string][]Range
	if err := read(factShelf, "facts/ranges.toml", &of); err != nil {
		return nil, err
	}
	m.ranges = of[name]
	return m, nil
}

// settings turns what an arm sets into settings of the base market, which has
// one strategy: what all strategies share stays where it is.
func settings(arm []string) []string {
	var all []string
	for _, s := range arm {
		key, _, _ := strings.Cut(s, "=")
		if first, _, _ := strings.Cut(key, "."); !slices.Contains(shared, first) {
			s = "strategy.1." + s
		}
		all = append(all, s)
	}
	return all
}

// shared are the tables and keys that all strategies have in common.
var shared = []string{"network", "segment", "customers", "weeks", "step", "scheme", "journey", "strategy"}

// concerning returns the settings that switch a cause off in an arm: a table
// that the arm does not have is not brought in by them.
func (m *market) concerning(off, arm []string) []string {
	has := func(table string) bool {
		return slices.ContainsFunc(arm, func(s string) bool { return strings.HasPrefix(s, table+".") || strings.HasPrefix(s, table+"=") }) ||
			slices.ContainsFunc(m.Strategies[0].Plan.Mechanisms, func(n sim.Named) bool { return n.Name == table })
	}
	var some []string
	for _, s := range off {
		key, value, _ := strings.Cut(s, "=")
		table, _, _ := strings.Cut(key, ".")
		if _, is := mechanism.Kinds[table]; !is || value == "false" || has(table) {
			some = append(some, s)
		}
	}
	return some
}
