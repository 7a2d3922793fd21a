package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"grapevine/sim/results"
)

// leaders says who is ahead by cumulative profit from week to week: what is
// best depends on how long one can wait.
func leaders(dir string, strategies []string) string {
	if len(strategies) < 2 {
		return ""
	}
	best := map[int]string{}
	most := map[int]float64{}
	last := 0
	var at struct{ strategy, metric, week, mean int }
	header := func(columns []string) error {
		at.strategy, at.metric = slices.Index(columns, "strategy"), slices.Index(columns, "metric")
		at.week, at.mean = slices.Index(columns, "week"), slices.Index(columns, "mean")
		if min(at.strategy, at.metric, at.week, at.mean) < 0 {
			return errors.New("want the columns of bands.csv")
		}
		return nil
	}
	row := func(cells []string) error { // of some ten thousand, of which these are few
		if cells[at.metric] != "cum_profit" || cells[at.mean] == "" {
			return nil
		}
		week, err := strconv.Atoi(cells[at.week])
		if err != nil {
			return err
		}
		mean, err := strconv.ParseFloat(cells[at.mean], 64)
		if err != nil {
			return err
		}
		last = max(last, week)
		if top, seen := most[week]; week > 0 && (!seen || mean > top) {
			most[week], best[week] = mean, strings.Clone(cells[at.strategy])
		}
		return nil
	}
	if err := results.Stream(filepath.Join(dir, "bands.csv"), header, row); err != nil {
		return ""
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
