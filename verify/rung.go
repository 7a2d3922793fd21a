// Package verify holds the product to what is known: a ladder of rungs, each a
// number that theory or an independent computation gives and that an ordinary
// scenario must come out at, and the stylised facts that strategies must show
// in most plausible markets. Rungs and facts are data, in TOML beside this
// file; the engine knows none of them.
package verify

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Rung is one thing that must come out, with what it is held to. It is run in
// one of three ways: a scenario, a graph, or a check of an ordinary function.
type Rung struct {
	ID        string `toml:"id"`
	Statement string `toml:"statement"`
	Source    string `toml:"source"` // of the statement, and how the value was computed
	Full      bool   `toml:"full"`   // only climbed with --full

	Scenario string   `toml:"scenario"` // a preset, most of them classics, with …
	Set      []string `toml:"set"`      // … keys overridden as by --set
	Against  []string `toml:"against"`  // ORD: the same scenario otherwise, under the same luck
	Graph    string   `toml:"graph"`    // or: the table of a network, as {kind = "ring", neighbours = 2}, of so many …
	Nodes    int      `toml:"customers"`
	Check    string   `toml:"check"` // or: a name of Checks, with …
	With     []any    `toml:"with"`  // … arguments

	Replicates int     `toml:"replicates"`
	Test       Test    `toml:"test"`
	Read       string  `toml:"read"`   // what is measured, unless a want says otherwise
	Share      bool    `toml:"share"`  // counts are divided by the number of customers
	Finite     float64 `toml:"finite"` // ZN: c of the allowance c/N for a market of N customers
	Want       []Want  `toml:"want"`

	// Mutant is a small defect, as further settings, as another graph, as other
	// arguments or as what would come out of it, want by want, with which the
	// rung must fail: else it shows nothing. It is a number that is off by 5 % or
	// less, a count that is off by one, or a rule that Breaks names.
	Mutant      []string  `toml:"mutant"`
	MutantGraph string    `toml:"mutant_graph"`
	MutantWith  []any     `toml:"mutant_with"`
	MutantWant  []float64 `toml:"mutant_want"`
	Breaks      string    `toml:"breaks"`
}

// Want is one number, or one law, that a rung must come out at.
type Want struct {
	Read   string  `toml:"read"`
	Week   *int    `toml:"week"`  // of a weekly column, the last if left out; of a time, by when it is to be
	Who    *int    `toml:"who"`   // of a story: whose
	Reach  float64 `toml:"reach"` // of "weeks to COLUMN" and "time to STAGE": the share of the market
	Rate   float64 `toml:"rate"`  // of "discounted STAGE": what a week takes off, continuously
	Above  float64 `toml:"above"` // 1 if it is more than this share of the market, else 0: outbreaks
	Among  float64 `toml:"among"` // only of runs in which it is more than this share of the market
	Value  float64 `toml:"value"`
	SE     float64 `toml:"se"`     // of the value, if it was itself computed by simulation
	Law    string  `toml:"law"`    // CHI2, KS: as poisson(2)
	Pmf    []Mass  `toml:"shares"` // CHI2: or as a list
	Within float64 `toml:"within"` // EXACT: relative error allowed of the mean; 0 is 1e-9
}

// Mass is the probability of a count.
type Mass struct {
	At    int     `toml:"at"`
	Share float64 `toml:"share"`
}

// Test is a rule by which a measured sample is held to what is wanted.
type Test string

// The rules. Tolerances are never widened after seeing what the engine gives.
const (
	Exact      Test = "EXACT" // a function: relative error at most 1e-9, or Within
	Z          Test = "Z"     // mean of R independent replicates: |mean - want| ≤ 4.5·s/√R, a false alarm in 150,000
	ZN         Test = "ZN"    // the value is that of an infinite market: c/N more
	ChiSquared Test = "CHI2"  // counts, in cells of 5 expected and more: p > 1e-4
	KS         Test = "KS"    // sup|F_n - F| ≤ √(ln(2e4)/2n), by the inequality of Dvoretzky, Kiefer & Wolfowitz
	Order      Test = "ORD"   // paired differences: one-sided t > 4
)

var tests = []Test{Exact, Z, ZN, ChiSquared, KS, Order}

//go:embed rungs/*.toml
var shelf embed.FS

// Ladder returns all rungs, in the order of the names of their files and then
// as they stand there.
func Ladder() []Rung {
	all, err := ladder(shelf)
	if err != nil {
		panic(fmt.Sprintf("verify: %v", err)) // it is shipped
	}
	return all
}

func ladder(from fs.FS) ([]Rung, error) {
	var all []Rung
	files, err := fs.Glob(from, "rungs/*.toml")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, file := range files {
		var of struct {
			Rung []Rung `toml:"rung"`
		}
		if err := read(from, file, &of); err != nil {
			return nil, err
		}
		for _, r := range of.Rung {
			if err := r.check(); err != nil {
				return nil, fmt.Errorf("%s: rung %q: %w", file, r.ID, err)
			}
			if seen[r.ID] {
				return nil, fmt.Errorf("%s: two rungs are called %q", file, r.ID)
			}
			seen[r.ID] = true
			all = append(all, r)
		}
	}
	return all, nil
}

// read fills a struct from a file, in which every key must be known.
func read(from fs.FS, file string, into any) error {
	text, err := fs.ReadFile(from, file)
	if err != nil {
		return err
	}
	meta, err := toml.Decode(string(text), into)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if rest := meta.Undecoded(); len(rest) > 0 {
		return fmt.Errorf("%s: unknown key %s", file, rest[0])
	}
	return nil
}

// check returns what is wrong with a rung as it is written.
func (r *Rung) check() error {
	ways := 0
	for _, way := range []string{r.Scenario, r.Graph, r.Check} {
		if way != "" {
			ways++
		}
	}
	switch {
	case r.ID == "" || r.Statement == "" || r.Source == "":
		return fmt.Errorf("want an id, a statement and a source")
	case ways != 1:
		return fmt.Errorf("want a scenario, a graph or a check, and only one")
	case !slices.Contains(tests, r.Test):
		return fmt.Errorf("test = %q: want one of %v", r.Test, tests)
	case r.Check != "" && Checks[r.Check] == nil:
		return fmt.Errorf("there is no check %q: want one of %s", r.Check, strings.Join(slices.Sorted(maps.Keys(Checks)), ", "))
	case len(r.Want) == 0:
		return fmt.Errorf("nothing is wanted of it: want one want or more")
	case r.MutantWant != nil && len(r.MutantWant) != len(r.Want):
		return fmt.Errorf("mutant_want = %v: want a number for each of %d wants", r.MutantWant, len(r.Want))
	case r.Test != Exact && r.Check == "" && r.Replicates < 1:
		return fmt.Errorf("replicates = %d: want 1 or more", r.Replicates)
	}
	return nil
}

// mutant returns the rung with its defect, or nil if it has none.
func (r *Rung) mutant() *Rung {
	m := *r
	switch {
	case r.Mutant != nil:
		m.Set = slices.Concat(r.Set, r.Mutant)
		if r.Against != nil {
			m.Set, m.Against = r.Mutant, r.Against
		}
	case r.MutantGraph != "":
		m.Graph = r.MutantGraph
	case r.MutantWith != nil:
		m.With = r.MutantWith
	case r.MutantWant != nil:
		m.Want = slices.Clone(r.Want)
		for k, value := range r.MutantWant {
			m.Want[k].Value = value
		}
	default:
		return nil
	}
	return &m
}

// Parameters says in a line what is run.
func (r *Rung) Parameters() string {
	var parts []string
	switch {
	case r.Scenario != "":
		parts = append([]string{r.Scenario}, r.Set...)
		if r.Against != nil {
			parts = append(append(parts, "against"), r.Against...)
		}
	case r.Graph != "":
		parts = []string{fmt.Sprintf("%d customers", r.Nodes), r.Graph}
	default:
		parts = []string{r.Check}
		for _, a := range r.With {
			parts = append(parts, fmt.Sprint(a))
		}
	}
	return strings.Join(parts, ", ")
}

// defect says in a line what is wrong with the mutant.
func (r *Rung) defect() string {
	var text string
	switch {
	case r.Mutant != nil:
		text = strings.Join(r.Mutant, ", ")
	case r.MutantGraph != "":
		text = r.MutantGraph
	case r.MutantWith != nil:
		text = strings.Trim(fmt.Sprint(r.MutantWith), "[]")
	default:
		text = strings.Trim(fmt.Sprint(r.MutantWant), "[]") + " wanted"
	}
	if r.Breaks != "" {
		return r.Breaks + ": " + text
	}
	return text
}

// label names what a want reads.
func (w *Want) label(r *Rung) string {
	read := w.Read
	if read == "" {
		read = r.Read
	}
	if w.Who != nil {
		read = fmt.Sprintf("%s of %d", read, *w.Who)
	}
	if w.Reach != 0 {
		read = fmt.Sprintf("%s of %g %%", read, 100*w.Reach)
	}
	if w.Rate != 0 {
		read = fmt.Sprintf("%s at %g a week", read, w.Rate)
	}
	if w.Week != nil {
		read = fmt.Sprintf("%s, week %d", read, *w.Week)
	}
	switch {
	case w.Above != 0:
		read = fmt.Sprintf("%s: above %g %%", read, 100*w.Above)
	case w.Among != 0:
		read = fmt.Sprintf("%s: where above %g %%", read, 100*w.Among)
	}
	return read
}
