package main

import (
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"grapevine/plots"
	"grapevine/scenarios"
)

// listCommand lists what there is of a kind.
type listCommand struct {
	Kind string `arg:"" optional:"" default:"" help:"presets, strategies, mechanisms, generators, metrics, plots, classics or replicate; without it, what these are." enum:",presets,strategies,mechanisms,generators,metrics,plots,classics,replicate"`
	JSON bool   `name:"json" help:"Print one JSON object."`
}

// kindsOfList are what can be listed.
var kindsOfList = []scenarios.Entry{
	{Name: "presets", Description: "scenarios that come with the program: grapevine run NAME, or new NAME to start from one"},
	{Name: "classics", Description: "of the presets, those that tell a well-known story of the field"},
	{Name: "replicate", Description: "of the presets, those that run a published study again"},
	{Name: "strategies", Description: "blocks that a [[strategy]] of a scenario may use"},
	{Name: "mechanisms", Description: "levers: the tables that a market or a strategy may have"},
	{Name: "generators", Description: "kinds of network for [network.NAME]"},
	{Name: "metrics", Description: "what is measured of a run, and may be the objective"},
	{Name: "plots", Description: "pictures of results"},
}

// Run carries the command out.
func (l *listCommand) Run(t *terminal) error {
	all, name := kindsOfList, "kinds"
	if l.Kind != "" {
		var err error
		if all, err = l.entries(); err != nil {
			return err
		}
		name = l.Kind
	}
	if l.JSON {
		return t.printJSON(map[string]any{"version": 1, name: all})
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	for _, e := range all {
		fmt.Fprintf(w, "%s\t%s\n", e.Name, e.Description)
	}
	return w.Flush()
}

func (l *listCommand) entries() ([]scenarios.Entry, error) {
	if l.Kind != "plots" {
		return scenarios.List(l.Kind)
	}
	var all []scenarios.Entry
	for _, name := range slices.Sorted(maps.Keys(plots.Kinds)) {
		all = append(all, scenarios.Entry{Name: name, Description: plots.Kinds[name].About})
	}
	return all, nil
}
