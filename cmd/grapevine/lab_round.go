package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"grapevine/lab"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// round ranks teams by what they have decided.
func (l *labCommand) round(t *terminal) error {
	if l.Worlds < 1 {
		return usage(fmt.Errorf("--worlds=%d: want 1 or more", l.Worlds))
	}
	var set []string
	if l.Seed != nil {
		set = append(set, fmt.Sprintf("seed=%d", *l.Seed))
	}
	s, err := scenarios.Load(l.Scenario, set)
	if err != nil {
		return err
	}
	decisions, err := readDecisions(l.Round)
	if err != nil {
		return usage(err)
	}
	board, err := lab.Of(s).Round(decisions, l.Worlds)
	if err != nil {
		return usage(err)
	}
	name := cmp.Or(s.Objective.Metric(), metric.Profit.Name)
	column := experiment.Column{Unit: metric.Kinds[metric.Named(name)].Unit}
	w := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "place\tteam\tstrategy\t%s, 90 %% interval\n", strings.ReplaceAll(name, "_", " "))
	for k, p := range board {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", k+1, p.Team, p.Strategy, column.Write(p.Value, s.Currency))
	}
	return w.Flush()
}

// readDecisions reads a table of teams. An empty cell leaves a lever where it
// is.
func readDecisions(path string) ([]lab.Decision, error) {
	table, err := results.ReadNoted(path)
	if err != nil {
		return nil, err
	}
	if len(table.Columns) < 2 || !strings.EqualFold(table.Columns[0], "team") || !strings.EqualFold(table.Columns[1], "strategy") || table.Rows() == 0 {
		return nil, fmt.Errorf("%s:1:1: want a first row that begins with team,strategy and then names levers, and a row a team", path)
	}
	columns := make([][]string, len(table.Columns))
	for k, column := range table.Columns {
		if columns[k], err = table.Strings(column); err != nil {
			return nil, err
		}
	}
	var all []lab.Decision
	for row := range table.Rows() {
		d := lab.Decision{Team: columns[0][row], Strategy: columns[1][row]}
		for k, column := range columns[2:] {
			if value := column[row]; value != "" {
				d.Set = append(d.Set, table.Columns[k+2]+"="+value)
			}
		}
		all = append(all, d)
	}
	return all, nil
}
