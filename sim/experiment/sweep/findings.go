package sweep

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"grapevine/sim/experiment"
	"grapevine/sim/experiment/sensitivity"
	"grapevine/sim/metric"
)

// Findings are what a sweep has found, in short.
type Findings struct {
	Metric, Currency, Design string
	Points                   int
	Strategies, Factors      []string
	Best                     int       // the strategy with the best mean over all points; -1 if there is none
	Won, Clear               []float64 // by strategy: share of the points at which it is the best, and clearly so
	Drivers                  []Drivers
	Conditions               []Condition
}

// Drivers are what a response depends on.
type Drivers struct {
	Strategy int
	Of       string // "level" or "lead"
	Indices  []sensitivity.Index
}

// Condition is where a strategy is the best.
type Condition struct {
	Strategy string
	sensitivity.Box
	Limits []Bound
}

// Bound is a limit as people read it.
type Bound struct {
	Text  string // "product.price > 42"
	Words string // of words, those that are in, parted by |
}

func (f *Findings) add(r response, indices []sensitivity.Index) {
	f.Drivers = append(f.Drivers, Drivers{r.strategy, r.of, indices})
}

// limit puts a limit in words, in as few digits as tell neighbouring points
// apart.
func (a *analysis) limit(l sensitivity.Limit) Bound {
	key := a.Plan.Factors[l.Factor]
	if l.Words != nil {
		var words []string
		for _, w := range l.Words {
			words = append(words, a.Factors[l.Factor].Values[int(w)])
		}
		return Bound{key + " is " + strings.Join(words, " or "), strings.Join(words, "|")}
	}
	low, high := !math.IsInf(l.Low, 0), !math.IsInf(l.High, 0)
	switch {
	case low && high:
		return Bound{Text: fmt.Sprintf("%s is between %s and %s", key, digits(l.Low), digits(l.High))}
	case low:
		return Bound{Text: fmt.Sprintf("%s > %s", key, digits(l.Low))}
	}
	return Bound{Text: fmt.Sprintf("%s < %s", key, digits(l.High))}
}

// digits writes a number in three digits, or all before the dot.
func digits(x float64) string {
	if math.Abs(x) >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// ranked says by which index the factors of each design are put in order, and
// whether it is a share of the variance.
var ranked = map[string]struct {
	index string
	share bool
}{
	"sobol": {"ST", true}, "morris": {"mu_star", false}, "oat": {"swing", false},
	"lhs": {"main", true}, "random": {"main", true}, "grid": {"main", true},
}

// shown is the number of factors that a sentence names.
const shown = 4

// Sentences says what was found, a line each.
func (f *Findings) Sentences() []string {
	var lines []string
	for _, d := range f.Drivers {
		lines = append(lines, f.drivers(d)...)
	}
	if f.Best >= 0 {
		lines = append(lines, f.shares())
	}
	for _, c := range f.Conditions {
		lines = append(lines, c.sentence())
	}
	return lines
}

// drivers names the factors that matter most.
func (f *Findings) drivers(d Drivers) []string {
	by, ok := ranked[f.Design]
	if !ok || len(d.Indices) == 0 {
		return nil
	}
	what := f.Metric + " of " + quoted(f.Strategies[d.Strategy])
	if d.Of == "lead" {
		what = "the lead of " + quoted(f.Strategies[d.Strategy])
	}
	var order []sensitivity.Index
	nothing, noise := 0.0, math.NaN()
	for _, i := range d.Indices {
		switch {
		case i.Name == by.index && i.Factor >= 0:
			order = append(order, i)
		case i.Factor == sensitivity.Dummy:
			nothing = math.Max(0, i.High)
		case i.Name == "noise_share":
			noise = i.Value
		}
	}
	slices.SortStableFunc(order, func(a, b sensitivity.Index) int { return cmp.Compare(b.Value, a.Value) })
	var parts []string
	rest := 0
	for _, i := range order {
		if len(parts) == shown || by.share && i.Value < math.Max(0.01, nothing) || i.Value == 0 {
			rest++
			continue
		}
		parts = append(parts, f.Factors[i.Factor]+" "+f.size(i, by.share))
	}
	var lines []string
	switch {
	case len(parts) == 0 && len(order) > 0:
		lines = append(lines, fmt.Sprintf("What moves %s: none of the factors by more than chance.", what))
	case len(parts) > 0:
		line := fmt.Sprintf("What moves %s most: %s", what, strings.Join(parts, ", "))
		switch {
		case rest > 0 && len(parts) == shown:
			line += "; the others less"
		case rest > 0:
			line += "; the others next to nothing"
		}
		lines = append(lines, line+f.legend(by.index)+".")
	}
	if noise >= 0.1 {
		lines = append(lines, fmt.Sprintf("Luck that is left in the means makes %.0f %% of how the points differ in %s: more replicates would sharpen this.", 100*noise, what))
	}
	return lines
}

func (f *Findings) legend(index string) string {
	switch index {
	case "ST":
		return " (share of the variance, alone and together with others)"
	case "main":
		return " (share of the variance)"
	case "mu_star":
		return " (mean effect of its whole range)"
	}
	return " (from its lowest to its highest)"
}

func (f *Findings) size(i sensitivity.Index, share bool) string {
	if share {
		return fmt.Sprintf("%.0f %%", 100*i.Value)
	}
	if m := metric.Named(f.Metric); m >= 0 && metric.Kinds[m].Unit == "money" {
		return experiment.Money(i.Value, f.Currency)
	}
	return digits(i.Value)
}

// shares says where each strategy is the best.
func (f *Findings) shares() string {
	order := make([]int, len(f.Won))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(f.Won[j], f.Won[i]) })
	var parts []string
	for _, i := range order {
		if f.Won[i] > 0 {
			parts = append(parts, fmt.Sprintf("%s at %.0f %% of the points (%.0f %% clearly)", quoted(f.Strategies[i]), 100*f.Won[i], 100*f.Clear[i]))
		}
	}
	return "Best: " + strings.Join(parts, ", ") + "."
}

// sentence says under which conditions a strategy is the best.
func (c *Condition) sentence() string {
	var limits []string
	for _, l := range c.Limits {
		limits = append(limits, l.Text)
	}
	return fmt.Sprintf("%s is the best where %s: at %.0f %% of the points there, which are %.0f %% of those it wins.",
		quoted(c.Strategy), strings.Join(limits, " and "), 100*c.Density, 100*c.Coverage)
}

// quoted sets a strategy's name apart from the words around it: "both" and "all
// ads" would read as part of the sentence.
func quoted(name string) string { return `"` + name + `"` }
