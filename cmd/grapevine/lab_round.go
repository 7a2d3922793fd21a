package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
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
	decisions, err := readDecisions(l.Round, s.Name)
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

// readDecisions reads a table of teams: of strategies and levers, where an empty
// cell leaves a lever where it is, or of links of the lab to a scenario.
func readDecisions(path, scenario string) ([]lab.Decision, error) {
	table, err := results.ReadNoted(path)
	if err != nil {
		return nil, err
	}
	is := func(k int, name string) bool {
		return len(table.Columns) > k && strings.EqualFold(table.Columns[k], name)
	}
	links := is(0, "team") && is(1, "link") && len(table.Columns) == 2
	if !links && !(is(0, "team") && is(1, "strategy")) || table.Rows() == 0 {
		return nil, fmt.Errorf("%s:1:1: want a first row that begins with team,strategy and then names levers, or is team,link, and a row a team", path)
	}
	columns := make([][]string, len(table.Columns))
	for k, column := range table.Columns {
		if columns[k], err = table.Strings(column); err != nil {
			return nil, err
		}
	}
	var all []lab.Decision
	if links {
		var faults []error
		for row := range table.Rows() {
			d, err := decided(columns[1][row], scenario)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: team %s: %w", path, row+2, columns[0][row], err))
			}
			d.Team = columns[0][row]
			all = append(all, d)
		}
		return all, errors.Join(faults...)
	}
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

// decided reads a link of the lab, of which what follows # counts: the team's
// strategy is its B, and levers are where they were put. Seed, world, week and
// person are those of looking.
func decided(link, scenario string) (lab.Decision, error) {
	_, fragment, _ := strings.Cut(link, "#")
	q, err := url.ParseQuery(fragment)
	switch of := q.Get("p"); {
	case err != nil || of == "":
		return lab.Decision{}, fmt.Errorf("%q is no link of the lab: want what Copy link gives, with #p= in it", link)
	case of != scenario:
		return lab.Decision{}, fmt.Errorf("its link is to %s: want one to %s, which this round is of", of, scenario)
	case q.Get("b") == "":
		return lab.Decision{}, errors.New("its link has no strategy B: want b= in it, the strategy that plays")
	}
	d := lab.Decision{Strategy: q.Get("b")}
	for _, key := range slices.Sorted(maps.Keys(q)) {
		if !slices.Contains([]string{"p", "seed", "world", "a", "b", "week", "person"}, key) {
			d.Set = append(d.Set, key+"="+q.Get(key))
		}
	}
	return d, nil
}
