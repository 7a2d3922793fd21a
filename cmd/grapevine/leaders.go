package main

import (
	"fmt"
	"math"
	"strings"

	"grapevine/sim/results"
)

// leaders says who is ahead by cumulative profit from week to week: what is
// best depends on how long one can wait.
func leaders(dir string, strategies []string) string {
	if len(strategies) < 2 {
		return ""
	}
	bands, err := results.Find(dir, "bands")
	if err != nil {
		return ""
	}
	profit, err := bands.Where("metric", "cum_profit")
	if err != nil {
		return ""
	}
	names, err1 := profit.Strings("strategy")
	weeks, err2 := profit.Floats("week")
	means, err3 := profit.Floats("mean")
	if err1 != nil || err2 != nil || err3 != nil {
		return ""
	}
	best := map[int]string{}
	most := map[int]float64{}
	last := 0
	for k, name := range names {
		week := int(weeks[k])
		last = max(last, week)
		if top, seen := most[week]; week > 0 && !math.IsNaN(means[k]) && (!seen || means[k] > top) {
			most[week], best[week] = means[k], name
		}
	}
	var parts []string
	for week, now := 1, ""; week <= last; week++ {
		if name, known := best[week]; known && name != now {
			parts = append(parts, fmt.Sprintf("%s from week %d", name, week))
			now = name
		}
	}
	const readable = 6
	if len(parts) == 0 || len(parts) > readable {
		return ""
	}
	return "Ahead by cumulative profit so far, on average: " + strings.Join(parts, ", ") + "."
}
