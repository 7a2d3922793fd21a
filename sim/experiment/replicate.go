package experiment

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/metric"
)

// Replicate is all strategies under the same luck, once.
type Replicate struct {
	Number   int        // from 1
	Outcomes []*Outcome // in the order of the design's strategies
	Stop     *Stop      // why no more replicates follow; only with the last, and with UntilCI
}

// Outcome is what is kept of one run.
type Outcome struct {
	Err error // the run failed, and there is nothing else

	Metrics []float64 // in the order of metric.Kinds
	Earlier []float64 // the objective in the design's further horizons
	Columns []string  // of the weekly table
	Weekly  []float64 // column after column, each with all weeks; nil if not recorded

	Sources  []string      // who or what is credited with customers won, …
	Credits  []int64       // … and with how many
	Trees    []sim.Tree    // of recommendation, of two and more customers
	Cascades []int         // trees of recommendation by size
	Said     []sim.Sourced // words by source, and what the customers credited to it have brought; nil if not noted
	Stays    []sim.Stays   // in each stage; last, as a present customer
	Twins    []Twin
	Accounts []string // of the ledger, …
	Amounts  []int64  // … and what they come to by the horizon, in hundredths

	Stages   []string   // of the journey, …
	Segments []string   // of the market, and …
	Lives    []sim.Life // … every customer's story, if the plan records them
}

// Metric returns a response by its index in metric.Kinds; not-a-number if the
// run failed.
func (o *Outcome) Metric(response int) float64 {
	if o.Err != nil {
		return math.NaN()
	}
	return o.Metrics[response]
}

// A PanicError is a run that broke down. It is kept apart so that the other
// runs are not lost.
type PanicError struct {
	Value any
	Stack []byte
}

// Error says what happened in one line.
func (e *PanicError) Error() string { return fmt.Sprintf("the run broke down: %v", e.Value) }

// replicate runs all strategies under the luck of one replicate.
func (d *Design) replicate(ctx context.Context, number, workers int, worlds []int) *Replicate {
	r := &Replicate{Number: number, Outcomes: make([]*Outcome, len(d.Strategies))}
	luck := chance.Of(d.Seed, number)
	made := make([]*sim.World, len(d.Strategies))
	var base *metric.Run
	for _, i := range d.order() {
		o, run := d.try(ctx, i, &made[worlds[i]], base, luck, workers)
		if r.Outcomes[i] = o; i == d.baseline() {
			base = run
		}
	}
	return r
}

// try runs one strategy and its twins, making its world if no other strategy
// has yet. The baseline is compared with itself.
func (d *Design) try(ctx context.Context, arm int, world **sim.World, base *metric.Run, luck chance.Luck, workers int) (o *Outcome, run *metric.Run) {
	failed := func(err error) (*Outcome, *metric.Run) { return &Outcome{Err: err}, nil }
	defer func() {
		if v := recover(); v != nil {
			o, run = failed(&PanicError{Value: v, Stack: debug.Stack()})
		}
	}()
	if err := ctx.Err(); err != nil {
		return failed(err)
	}
	plan := d.Strategies[arm].Plan
	if *world == nil {
		w, err := d.World(plan, luck, workers)
		if err != nil {
			return failed(err)
		}
		*world = w
	}
	trace, err := d.Runner(ctx, plan, *world, luck, workers)
	if err != nil {
		return failed(err)
	}
	run = d.measured(plan, trace)
	if arm == d.baseline() {
		base = run
	}
	twins, err := d.beside(ctx, run, base, *world, luck, workers)
	if err != nil {
		return failed(err)
	}
	return d.reduce(run, twins), run
}

// reduce keeps of a trace what the tables need.
func (d *Design) reduce(run *metric.Run, twins []Twin) *Outcome {
	t := run.Trace
	names, stages := metric.Headings(t)
	o := &Outcome{
		Metrics: metric.Of(run), Columns: names, Stages: stages,
		Sources: t.Sources, Credits: t.Credits, Cascades: t.Cascades, Trees: t.Trees, Twins: twins,
		Accounts: t.Accounts, Amounts: run.Ledger(),
		Lives: t.Lives,
	}
	for _, week := range d.Objective.Horizons {
		o.Earlier = append(o.Earlier, metric.Kinds[d.Response()].Of(run.Until(week)))
	}
	if t.Notes != nil {
		o.Said, o.Stays = t.Notes.Sources, t.Notes.Stays
	}
	for _, g := range run.Plan.Segments {
		o.Segments = append(o.Segments, g.Name)
	}
	if d.RecordEvery > 0 {
		o.Weekly = metric.Series(t, metric.Columns(t))
	}
	return o
}

// Once runs all strategies under the luck of one replicate, by itself and on
// one core. What it returns does not depend on what else is run.
func (d *Design) Once(ctx context.Context, number int) *Replicate {
	filled := d.filled()
	return filled.replicate(ctx, number, 1, filled.worlds())
}
