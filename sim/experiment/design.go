// Package experiment tries strategies against each other in the same markets,
// many times over, and says which to choose and how sure one can be.
package experiment

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/metric"
)

// Design is what is tried, how often, and what it is judged by.
type Design struct {
	Strategies []Arm
	Baseline   string // strategy the others are compared with; empty is the first
	Objective  Objective
	Ladders    []Ladder // of strategies that differ in one size only
	Discount   float64  // of money, per year
	Currency   string   // such as EUR, for sentences

	Seed        uint64
	Replicates  int     // with UntilCI: at least
	UntilCI     float64 // see [Stop]; 0 runs just the replicates asked for
	Cap         int     // most replicates that UntilCI may run; 0 is 10,000
	RecordEvery int     // weeks from row to row of series.csv; 0 is 1, below 0 weekly tables are left out

	// Without names tables, such as "talk" or "community+commerce"; every
	// strategy that has them is also run without them, to see what they do.
	Without []string
	// Apart leaves customers uncompared with themselves under the baseline, for
	// which every purchase of two runs at a time is kept (24 bytes).
	Apart bool

	Workers int    // 0 is one a core
	World   Maker  // nil is sim.NewWorld
	Runner  Runner // nil is sim.Run
}

// Arm is a strategy in an experiment.
type Arm struct {
	Name   string
	Plan   *sim.Plan
	Blocks []string // names of what the strategy is made of, by which a 2×2 is recognised
}

// Objective is what strategies are judged by. Without a metric there is no
// recommendation.
type Objective struct {
	Metric   string `json:"metric"` // a name of metric.Kinds
	Minimise bool   `json:"minimise"`
	Horizon  int    `json:"horizon"` // week up to which all responses are measured; 0 is the whole run

	Also     []string `json:"-"` // further responses that the answer shows
	Horizons []int    `json:"-"` // further weeks in which the metric is read
}

// Maker makes what the strategies of a replicate have in common, as
// sim.NewWorld does.
type Maker func(p *sim.Plan, luck chance.Luck, workers int) (*sim.World, error)

// Runner runs one strategy, as sim.Run does. What it returns may depend on
// plan, world and luck, not on the workers.
type Runner func(ctx context.Context, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) (*sim.Trace, error)

// Check returns all that is wrong with a design.
func (d *Design) Check() error {
	var faults []error
	fault := func(format string, values ...any) { faults = append(faults, fmt.Errorf(format, values...)) }
	if len(d.Strategies) == 0 {
		fault("strategies: there is none, want at least 1")
	}
	seen := map[string]bool{}
	for _, a := range d.Strategies {
		switch {
		case a.Name == "":
			fault("a strategy has no name")
		case seen[a.Name]:
			fault("two strategies are called %q: names must differ", a.Name)
		case a.Plan == nil:
			fault("strategy %q has no plan", a.Name)
		}
		seen[a.Name] = true
	}
	if d.Baseline != "" && !seen[d.Baseline] {
		fault("baseline = %q: want the name of a strategy", d.Baseline)
	}
	if o := d.Objective.Metric; o != "" && metric.Named(o) < 0 {
		fault("objective = %q: want the name of a metric", o)
	}
	for _, also := range d.Objective.Also {
		if metric.Named(also) < 0 {
			fault("also = %q: want the name of a metric", also)
		}
	}
	if d.Replicates < 1 {
		fault("replicates = %d: want 1 or more", d.Replicates)
	}
	if d.UntilCI < 0 || d.UntilCI != d.UntilCI {
		fault("until-ci = %v: want above 0, as 0.02 for 2 %%", d.UntilCI)
	}
	faults = append(faults, d.checkTwins()...)
	return errors.Join(faults...)
}

// baseline returns the index of the strategy the others are compared with.
func (d *Design) baseline() int {
	for i, a := range d.Strategies {
		if a.Name == d.Baseline {
			return i
		}
	}
	return 0
}

// filled returns the design with all that was left open.
func (d Design) filled() Design {
	if d.Workers <= 0 {
		d.Workers = runtime.GOMAXPROCS(0)
	}
	if d.World == nil {
		d.World = sim.NewWorld
	}
	if d.Runner == nil {
		d.Runner = sim.Run
	}
	if d.Cap <= 0 {
		d.Cap = 10_000
	}
	if d.RecordEvery == 0 {
		d.RecordEvery = 1
	}
	d.Strategies = d.recorded()
	return d
}

// worlds returns, for each strategy, the first one that has the same ties
// between the same customers: these strategies share a world.
func (d *Design) worlds() []int {
	of := make([]int, len(d.Strategies))
	for i := range of {
		for of[i] = 0; of[i] < i; of[i]++ {
			if sameTies(d.Strategies[i].Plan, d.Strategies[of[i]].Plan) {
				break
			}
		}
	}
	return of
}

func sameTies(a, b *sim.Plan) bool {
	if a.Customers != b.Customers || len(a.Layers) != len(b.Layers) {
		return false
	}
	for i := range a.Layers {
		if a.Layers[i].Name != b.Layers[i].Name || !reflect.DeepEqual(a.Layers[i].Graph, b.Layers[i].Graph) {
			return false
		}
	}
	return true
}
