package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"grapevine/lab"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// round ranks teams by what they have decided.
func (l *labCommand) round(t *terminal) error {
	if l.Worlds < 1 {
		return usage(fmt.Errorf("--worlds=%d: want 1 or more", l.Worlds))
	}
	s, err := scenarios.Load(l.Scenario, nil)
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
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) < 2 || len(rows[0]) < 2 || rows[0][0] != "team" || rows[0][1] != "strategy" {
		return nil, fmt.Errorf("%s: want a first row that begins with team,strategy and then names levers, and a row a team", path)
	}
	var all []lab.Decision
	for _, row := range rows[1:] {
		d := lab.Decision{Team: row[0], Strategy: row[1]}
		for k, value := range row[2:] {
			if value != "" {
				d.Set = append(d.Set, rows[0][k+2]+"="+value)
			}
		}
		all = append(all, d)
	}
	return all, nil
}
