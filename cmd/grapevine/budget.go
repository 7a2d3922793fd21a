package main

import (
	"fmt"
	"strings"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// overBudget names the strategies that cost more than the objective's budget,
// on average.
func overBudget(dir string, s *scenarios.Scenario) string {
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
	return "Over the budget of " + budget + " on average: " + strings.Join(dear, ", ") + "."
}
