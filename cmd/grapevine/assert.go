package main

import (
	"errors"
	"fmt"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// asserted holds the [[assert]] tables of a scenario against the results.
func (r *runCommand) asserted(s *scenarios.Scenario, a *experiment.Answer, dir string) error {
	if len(s.Asserts) == 0 {
		return nil
	}
	runs, err := results.Find(dir, "runs")
	if err != nil {
		return err
	}
	var broken []string
	for _, c := range s.Asserts {
		fault, err := broke(c, runs)
		if err != nil {
			return err
		}
		if fault != "" {
			broken = append(broken, "assert: "+fault)
		}
	}
	if broken != nil {
		return exit{exitAssert, errors.New(strings.Join(broken, "\n"))}
	}
	return nil
}

// broke says how an assertion fails, or nothing if it holds.
func broke(c scenarios.Assert, runs *results.Table) (string, error) {
	of := func(strategy string) ([]float64, error) {
		t, err := runs.Where("strategy", strategy)
		if err != nil {
			return nil, err
		}
		return t.Floats(c.Metric)
	}
	mine, err := of(c.Strategy)
	if err != nil {
		return "", err
	}
	mean := 0.0
	for _, x := range mine {
		mean += x / float64(len(mine))
	}
	switch {
	case c.AtLeast != nil && !(mean >= *c.AtLeast):
		return fmt.Sprintf("%s of %s is %.6g on average, want at least %g", c.Metric, c.Strategy, mean, *c.AtLeast), nil
	case c.AtMost != nil && !(mean <= *c.AtMost):
		return fmt.Sprintf("%s of %s is %.6g on average, want at most %g", c.Metric, c.Strategy, mean, *c.AtMost), nil
	case c.BetterThan == "":
		return "", nil
	}
	other, err := of(c.BetterThan)
	if err != nil {
		return "", err
	}
	better, won := direction(c.Metric), 0
	for k := range min(len(mine), len(other)) {
		if better*(mine[k]-other[k]) > 0 {
			won++
		}
	}
	if share := float64(won) / float64(max(1, len(mine))); share < c.Probability {
		return fmt.Sprintf("%s has a better %s than %s in %d of %d runs, want %.0f %% of them", c.Strategy, c.Metric, c.BetterThan, won, len(mine), 100*c.Probability), nil
	}
	return "", nil
}

// direction is +1 for a metric of which more is better, -1 for one of which
// less is.
func direction(name string) float64 {
	if k := metric.Named(name); k >= 0 && metric.Kinds[k].Better < 0 {
		return -1
	}
	return 1
}
