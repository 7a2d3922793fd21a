package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// overBudget names the strategies that cost more than the objective's budget,
// on average, and, if the winner is one of them, the best of the others.
func overBudget(dir string, s *scenarios.Scenario, winner string) string {
	if s.Objective.Budget == 0 {
		return ""
	}
	summary, err := results.Find(dir, "summary")
	if err != nil {
		return ""
	}
	cost, err := summary.Where("metric", "cost")
	if err != nil {
		return ""
	}
	names, err1 := cost.Strings("strategy")
	means, err2 := cost.Floats("mean")
	if err1 != nil || err2 != nil {
		return ""
	}
	var dear []string
	for k, name := range names {
		if means[k] > s.Objective.Budget {
			dear = append(dear, fmt.Sprintf("%s (%s)", name, experiment.Money(means[k], s.Currency)))
		}
	}
	budget := experiment.Money(s.Objective.Budget, s.Currency)
	if dear == nil {
		return "All strategies stay within the budget of " + budget + "."
	}
	line := "Over the budget of " + budget + " on average: " + strings.Join(dear, ", ") + "."
	if within := bestWithin(summary, s, names, means, winner); within != "" {
		line += " Best of those within it: " + within + "."
	}
	return line
}

// bestWithin returns the strategy with the best mean of the objective of those
// that cost no more than the budget; nothing if the winner does not, or if none
// does.
func bestWithin(summary *results.Table, s *scenarios.Scenario, names []string, costs []float64, winner string) string {
	objective, err := summary.Where("metric", s.Objective.Metric())
	if err != nil {
		return ""
	}
	of, err1 := objective.Strings("strategy")
	values, err2 := objective.Floats("mean")
	if err1 != nil || err2 != nil {
		return ""
	}
	best, most := "", math.Inf(-1)
	for k, name := range names {
		dear := costs[k] > s.Objective.Budget
		if name == winner && !dear {
			return ""
		}
		i := slices.Index(of, name)
		if dear || i < 0 {
			continue
		}
		x := values[i]
		if s.Objective.Minimise != "" {
			x = -x
		}
		if x > most {
			best, most = name, x
		}
	}
	return best
}
