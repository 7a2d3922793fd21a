package experiment

import (
	"context"
	"fmt"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/metric"
)

// Twin is a run beside its twin: the same customers with the same luck, without
// something.
type Twin struct {
	Against string // name of the baseline, or ""
	Without string // tables that are taken away, or ""
	*metric.Twins
}

// Label names the twin in tables.
func (t *Twin) Label() string {
	if t.Without != "" {
		return "without " + t.Without
	}
	return t.Against
}

// recorded returns the strategies with plans that keep what measuring them
// takes. What a plan keeps changes nothing that happens.
func (d *Design) recorded() []Arm {
	arms := slices.Clone(d.Strategies)
	for i := range arms {
		if arms[i].Plan == nil {
			continue
		}
		p := *arms[i].Plan
		p.Record.Notes, p.Record.Until = true, d.Objective.Horizon
		p.Record.Purchases = len(arms) > 1 && !d.Apart || len(d.Without) > 0
		arms[i].Plan = &p
	}
	return arms
}

// order returns the strategies' numbers, that of the baseline before the
// others, who are compared with it.
func (d *Design) order() []int {
	base := d.baseline()
	all := []int{base}
	for i := range d.Strategies {
		if i != base {
			all = append(all, i)
		}
	}
	return all
}

// beside compares a run with that of the baseline, if that has one, and with
// itself without each of the tables that the design names and its plan has.
func (d *Design) beside(ctx context.Context, run, base *metric.Run, world *sim.World, luck chance.Luck, workers int) ([]Twin, error) {
	var all []Twin
	if base != nil && base.Trace.Diary != nil && run.Trace.Diary != nil && len(d.Strategies) > 1 && !d.Apart {
		run.Baseline = metric.Compare(run, base)
		all = append(all, Twin{Against: d.Strategies[d.baseline()].Name, Twins: run.Baseline})
	}
	for _, tables := range d.Without {
		plan, ok := run.Plan.Without(tables)
		if !ok {
			continue
		}
		trace, err := d.Runner(ctx, plan, world, luck, workers)
		if err != nil {
			return nil, fmt.Errorf("without %s: %w", tables, err)
		}
		if run.Trace.Diary == nil || trace.Diary == nil {
			continue
		}
		if run.Without == nil {
			run.Without = map[string]*metric.Twins{}
		}
		run.Without[tables] = metric.Compare(run, d.measured(plan, trace))
		all = append(all, Twin{Without: tables, Twins: run.Without[tables]})
	}
	return all, nil
}

// measured is a run ready to be measured.
func (d *Design) measured(plan *sim.Plan, t *sim.Trace) *metric.Run {
	return &metric.Run{Trace: t, Plan: plan, Discount: d.Discount, Horizon: d.Objective.Horizon}
}

// checkTwins returns what is wrong with the tables to be taken away.
func (d *Design) checkTwins() (faults []error) {
	for _, tables := range d.Without {
		has := false
		for _, a := range d.Strategies {
			if a.Plan == nil {
				continue
			}
			if twin, ok := a.Plan.Without(tables); ok {
				has = true
				for _, fault := range twin.CheckMechanisms() {
					faults = append(faults, fmt.Errorf("strategy %q without %s: %w", a.Name, tables, fault))
				}
			}
		}
		if !has {
			faults = append(faults, fmt.Errorf("without = %q: no strategy has such a table", tables))
		}
	}
	return faults
}
