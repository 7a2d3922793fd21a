package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// clocks refuses strategies whose tables bring more clocks than a customer can
// have. Only of plans without faults can it be told how many they are.
func (l *loader) clocks(root *tree.Node, all []Strategy) {
	if len(l.faults) > 0 {
		return
	}
	list := l.tables(root.Get("strategy"), "strategy")
	for k, y := range all {
		count := sim.CountClocks(y.Plan)
		total := 0
		for _, c := range count {
			total += c.Count
		}
		if total <= sim.MostClocks {
			continue
		}
		at := root.Place()
		if k < len(list) {
			at = list[k].Place()
		}
		l.fault(tree.At(at, "strategy %q has %d clocks a customer: the journey %d, %s", y.Name, total, count[0].Count, bringers(count[1:])).
			Wanting("at most %d: leave out tables with %d of them", sim.MostClocks, total-sim.MostClocks))
	}
}

// bringers lists the kinds of table by how many clocks they bring:
// "[referral.…] 60 in 60 tables, [community] 4".
func bringers(count []sim.Clocks) string {
	type kind struct {
		name           string
		clocks, tables int
	}
	var kinds []kind
	for _, c := range count {
		name, _, named := strings.Cut(c.Table, ".")
		if named {
			name += ".…"
		}
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
		if at < 0 {
			at, kinds = len(kinds), append(kinds, kind{name: name})
		}
		kinds[at].clocks += c.Count
		kinds[at].tables++
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return cmp.Compare(b.clocks, a.clocks) })
	var all []string
	for _, k := range kinds {
		text := fmt.Sprintf("[%s] %d", k.name, k.clocks)
		if k.tables > 1 {
			text += fmt.Sprintf(" in %d tables", k.tables)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}
