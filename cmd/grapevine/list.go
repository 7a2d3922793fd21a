package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"grapevine/plots"
	"grapevine/scenarios"
	"grapevine/sim/metric"
)

// listCommand lists what there is of a kind.
type listCommand struct {
	Kind string `arg:"" help:"presets, strategies, mechanisms, generators, metrics, plots, classics or replicate." enum:"presets,strategies,mechanisms,generators,metrics,plots,classics,replicate"`
	JSON bool   `name:"json" help:"Print one JSON object."`
}

// Run carries the command out.
func (l *listCommand) Run(t *terminal) error {
	all, err := l.entries()
	if err != nil {
		return err
	}
	if l.JSON {
		return t.printJSON(map[string]any{"version": 1, l.Kind: all})
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	for _, e := range all {
		fmt.Fprintf(w, "%s\t%s\n", e.Name, e.Description)
	}
	return w.Flush()
}

func (l *listCommand) entries() ([]scenarios.Entry, error) {
	var all []scenarios.Entry
	switch l.Kind {
	case "metrics":
		for _, m := range metric.Kinds {
			all = append(all, scenarios.Entry{Name: m.Name, Description: m.Doc})
		}
	case "plots":
		for _, name := range slices.SortedFunc(maps.Keys(plots.Kinds), cmp.Compare) {
			all = append(all, scenarios.Entry{Name: name, Description: plots.Kinds[name].About})
		}
	default:
		return scenarios.List(l.Kind)
	}
	return all, nil
}
