// Package metric measures a run: every response that a strategy may be judged
// by, and the columns of the weekly table.
package metric

import (
	"math"

	"grapevine/chance"
	"grapevine/sim"
)

// Metric is one response of a run.
type Metric struct {
	Name   string // as in tables and scenarios
	Unit   string // money, customers, %, weeks, points, ratio or count
	Better int    // +1 if more is better, -1 if less is, 0 if neither
	Kind   Kind
	Doc    string // one sentence, with its source if there is one

	// Of returns the response, or not-a-number where it does not exist, as the
	// cost of a customer where none was won.
	Of func(r *Run) float64
}

// Kind says which interval over many runs is honest.
type Kind uint8

const (
	Mean  Kind = iota // about normal over runs: Student's t
	Share             // 0 or 100 in each run, so the mean is a share of runs: Wilson's score interval
	Ratio             // a quotient with a random denominator, skewed: bootstrap-t
)

// String returns the name of the interval.
func (k Kind) String() string {
	return [...]string{"t", "Wilson", "bootstrap-t"}[k]
}

// Run is a finished run with what is needed to measure it.
type Run struct {
	Trace    *sim.Trace
	Plan     *sim.Plan
	Discount float64 // of money, per year: 0.1 makes 100 a year from now worth 100/1.1
	Horizon  int     // week up to which is measured; 0 is the whole run

	// Baseline is the run against that of the strategy it is compared with, in
	// the same market with the same luck; nil if there is none.
	Baseline *Twins
	// Without holds the run against itself without a table, by the name of the
	// table; it is empty unless asked for.
	Without map[string]*Twins

	read // what several responses read of the trace, each once
}

// Until returns the run to be measured up to another week. What was noted of
// customers, and what it does beyond its twins, is known at one horizon only.
func (r *Run) Until(week int) *Run {
	return &Run{Trace: r.Trace, Plan: r.Plan, Discount: r.Discount, Horizon: week}
}

// weeksPerYear turns rates per year into rates per week.
const weeksPerYear = 52

// end returns the last week that counts.
func (r *Run) end() int {
	if r.Horizon <= 0 || r.Horizon > r.Trace.Weeks {
		return r.Trace.Weeks
	}
	return r.Horizon
}

// notes returns what was noted of the customers up to the horizon, or nil if
// nothing was.
func (r *Run) notes() *sim.Notes {
	if n := r.Trace.Notes; n != nil && n.Until == r.end() {
		return n
	}
	return nil
}

// total adds up a column of counts.
func (r *Run) total(column string) float64 {
	var sum int64
	for _, n := range r.weekly(column) {
		sum += n
	}
	return float64(sum)
}

// level returns a stock at the horizon.
func (r *Run) level(column string) float64 {
	if c := r.weekly(column); c != nil {
		return float64(c[len(c)-1])
	}
	return 0
}

// total returns a metric that adds up a column.
func total(column string) func(*Run) float64 {
	return func(r *Run) float64 { return r.total(column) }
}

// level returns a metric that reads a stock at the horizon.
func level(column string) func(*Run) float64 {
	return func(r *Run) float64 { return r.level(column) }
}

// ratio returns a/b, or not-a-number where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// percent returns a in percent of b, with no more digits than it takes.
func percent(a, b float64) float64 { return ratio(100*a, b) }

// worth returns what one unit of money in a week is worth at the start.
func (r *Run) worth(week int) float64 {
	return chance.Pow(1+r.Discount, -float64(week)/weeksPerYear)
}
